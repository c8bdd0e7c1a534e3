using System.Globalization;
using Earmark.Tests.Indexing;
using Xunit.Abstractions;

namespace Earmark.Tests.EndToEnd;

/// <summary>Whatever a process was doing when it was killed, nothing that it reported is lost or doubled.</summary>
/// <remarks>Some rounds here; as many as you like by scripts/kill.sh.</remarks>
public sealed class KillRoundsTests(ShortTracks tracks, ITestOutputHelper output)
    : IClassFixture<ShortTracks>, IDisposable
{
    /// <summary>The variable that sets how many processes are killed.</summary>
    private const string RoundsVariable = "EARMARK_KILLS";

    private const int ShortRounds = 10;
    private const int RoundsPerLibrary = 40;

    /// <summary>With the music, some batches of an import.</summary>
    private const int RandomTrackCount = 150;

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Processes_killed_at_random_moments_leave_what_they_reported_whole_and_once()
    {
        var setting = Environment.GetEnvironmentVariable(RoundsVariable);
        var roundCount = setting is null ? ShortRounds : int.Parse(setting, CultureInfo.InvariantCulture);
        var music = tracks.CopyMusic(Path.Combine(_folder.Path, "music"));
        var export = Path.Combine(_folder.Path, "export.earmark");
        var exported = await ExportAsync(music, export);
        var (reportedCount, halfwayCount) = (0, 0);
        for (var done = 0; done < roundCount; done += RoundsPerLibrary)
        {
            var library = Path.Combine(_folder.Path, $"library {done}");
            var rounds = new KillRounds(library, music, export, exported, seed: done);
            for (var round = done; round < Math.Min(roundCount, done + RoundsPerLibrary); round++)
            {
                await rounds.KillOneAsync();
                rounds.Check();
            }

            reportedCount += rounds.ReportedCount;
            halfwayCount += rounds.HalfwayCount;
            await AssertAllNamedAsync(library, rounds.Held);
        }

        output.WriteLine(
            $"{roundCount} kills; {reportedCount} changes were reported before them; " +
            $"{halfwayCount} kills hit a segment or a merge that was being written.");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Exports the music and as many random tracks as make several batches; returns their ref ids.</summary>
    private async Task<IReadOnlyCollection<string>> ExportAsync(string music, string export)
    {
        using (var index = FilledLibrary.Open(_folder.Library))
        {
            index.AddSegment(FilledLibrary.Tracks(RandomTrackCount));
        }

        using var library = Library.Open(_folder.Library);
        await library.StoreAllAsync([music]).ToListAsync();
        await library.ExportAsync(export);
        return [.. library.Tracks().Select(track => track.RefId)];
    }

    private async Task AssertAllNamedAsync(string folder, IReadOnlyCollection<string> refIds)
    {
        if (refIds.Count > 0)
        {
            using var library = Library.Open(folder);
            foreach (var refId in refIds.Where(tracks.Has))
            {
                await tracks.AssertNamedAsync(library, refId);
            }
        }
    }
}
