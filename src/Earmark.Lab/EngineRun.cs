using System.Diagnostics;
using Earmark.Audio;
using Earmark.Indexing;

namespace Earmark.Lab;

/// <summary>The same task for Earmark's own engine: the folder into a library that lasts as long as this, the clip
/// asked of it.</summary>
public static class EngineRun
{
    /// <summary>Stores and asks.</summary>
    /// <param name="scratch">A folder for the library, which is left to the caller to delete.</param>
    /// <exception cref="AudioException">The clip cannot be read.</exception>
    /// <exception cref="LibraryException">The library cannot be written.</exception>
    public static async Task<EngineResult> RunAsync(LabOptions options, string scratch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var watch = Stopwatch.StartNew();
        using var library = Library.Open(Path.Combine(scratch, "library"));
        var landmarkCount = 0L;
        var storing = library.StoreAllAsync([options.Folder], new StoreOptions { Threads = options.Threads }, null, ct);
        await foreach (var result in storing.ConfigureAwait(false))
        {
            landmarkCount += result.LandmarkCount;
        }

        var statistics = library.Statistics();
        var storeTime = watch.Elapsed;
        var query = new QueryOptions { Start = options.Start, Duration = options.Duration };
        watch.Restart();
        var answer = await library.QueryAsync(options.Clip, query, ct).ConfigureAwait(false);
        var answerTime = watch.Elapsed;
        watch.Restart();
        await library.QueryAsync(options.Clip, query, ct).ConfigureAwait(false);
        return new EngineResult(
            statistics.TrackCount,
            landmarkCount,
            statistics.TotalBytes,
            storeTime,
            answer,
            answer.Best is { } best ? NameOf(best.Track, options.Folder) : null,
            answerTime,
            watch.Elapsed);
    }

    private static string NameOf(Track track, string folder) => track.Path is { } path
        ? Path.GetRelativePath(folder, path).Replace('\\', '/')
        : track.RefId;
}
