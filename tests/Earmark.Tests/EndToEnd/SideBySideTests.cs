using System.Globalization;
using Earmark.Tests.Indexing;
using Xunit.Abstractions;

namespace Earmark.Tests.EndToEnd;

/// <summary>Several processes at one library, some of them writers, do not disturb each other.</summary>
/// <remarks>For some seconds here; as long as you like by scripts/soak.sh.</remarks>
public sealed class SideBySideTests(ShortTracks tracks, ITestOutputHelper output)
    : IClassFixture<ShortTracks>, IDisposable
{
    /// <summary>The variable that sets how long.</summary>
    private const string SecondsVariable = "EARMARK_SOAK_SECONDS";

    private const int ShortSeconds = 2;
    private const int RandomTrackCount = 20;

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Writers_and_readers_in_several_processes_do_not_disturb_each_other()
    {
        var setting = Environment.GetEnvironmentVariable(SecondsVariable);
        var seconds = setting is null ? ShortSeconds : int.Parse(setting, CultureInfo.InvariantCulture);
        var music = Directory.GetFiles(tracks.CopyMusic(Path.Combine(_folder.Path, "music"))).Order().ToList();
        var (kept, stored) = (music[..6], music[6..]);
        var refIds = kept.ConvertAll(path => Path.GetFileNameWithoutExtension(path));
        using (var library = Library.Open(_folder.Library))
        {
            await library.StoreAllAsync(kept).ToListAsync();
        }

        var exported = FilledLibrary.Tracks(RandomTrackCount);
        var export = Path.Combine(_folder.Path, "export.earmark");
        FilledLibrary.Fill(Path.Combine(_folder.Path, "other"), exported);
        await File.WriteAllBytesAsync(export, await FilledLibrary.ExportAsync(Path.Combine(_folder.Path, "other")));

        var run = new SideBySide
        {
            Library = _folder.Library,
            Kept = refIds.ToDictionary(refId => refId, tracks.ClipOf, StringComparer.Ordinal),
            Stored = stored,
            Export = export,
            Exported = [.. exported.Select(track => track.RefId)],
        };
        await run.RunAsync(TimeSpan.FromSeconds(seconds));

        output.WriteLine(run.Summary);
        var inspection = Library.Inspect(_folder.Library);
        Assert.True(inspection.IsSound, string.Join('\n', inspection.Faults));
    }

    public void Dispose() => _folder.Dispose();
}
