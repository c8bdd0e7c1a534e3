using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;
using Earmark.Monitoring;
using Earmark.Tests.Audio;

namespace Earmark.Tests.Monitoring;

/// <summary>A library of composed pieces, and pieces that are not in it; made once for the tests of a class.</summary>
public sealed class MonitoredLibrary : IDisposable
{
    public const int TrackCount = 4;

    private readonly Sound[] _pieces;

    public MonitoredLibrary()
    {
        _pieces = [.. Enumerable.Range(60, TrackCount + 2).AsParallel().AsOrdered()
            .Select(seed => Composer.Compose(seed).Sound.ToMono())];
        Library = Library.Open(Folder);
        for (var i = 0; i < TrackCount; i++)
        {
            var path = Files.Write($"track{i}.wav", WavWriter.Encode(_pieces[i]));
            Library.StoreAsync(path).GetAwaiter().GetResult();
        }
    }

    public TestAudio Files { get; } = new();

    public string Folder => Files.PathOf("library");

    public Library Library { get; }

    /// <summary>A piece that is stored as track0, track1 …, or, from <see cref="TrackCount"/> on, one that is not.
    /// </summary>
    internal Sound Piece(int number) => _pieces[number];

    /// <summary>Monitors a stream to its end.</summary>
    internal async Task<List<MonitorEvent>> MonitorAsync(
        ComposedStream stream, double speed = 1, MonitorOptions? options = null)
    {
        var source = MonitorSource.File(stream.Write(Files, $"{Guid.NewGuid():N}.wav", speed));
        return await Library.MonitorAsync(source, options).ToListAsync();
    }

    /// <summary>What is final, in words: "track0 10-40", "unknown 40-60".</summary>
    public static string[] Told(IEnumerable<MonitorEvent> events) =>
    [
        .. events
            .Where(told => told.Kind is MonitorEventKind.PlayEnded or MonitorEventKind.Unknown
                or MonitorEventKind.Silence)
            .OrderBy(told => told.Start)
            .Select(told => told.Play?.Track.RefId ?? told.Kind.ToString().ToLowerInvariant()),
    ];

    public static List<MonitorEvent> Plays(IEnumerable<MonitorEvent> events) =>
        [.. events.Where(told => told.Kind == MonitorEventKind.PlayEnded).OrderBy(told => told.Start)];

    public void Dispose()
    {
        Library.Dispose();
        Files.Dispose();
    }
}
