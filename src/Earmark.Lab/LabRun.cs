using System.Diagnostics;
using Earmark.Audio;

namespace Earmark.Lab;

/// <summary>The lab from end to end: a folder of songs, a clip, a name.</summary>
public static class LabRun
{
    /// <summary>Runs it.</summary>
    /// <exception cref="AudioException">The folder has no song that can be used, or the clip cannot be.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the database is as it was before.</exception>
    public static LabResult Run(LabOptions options, IProgress<LabProgress>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var watch = Stopwatch.StartNew();

        // A clip that cannot be used is said to be so before minutes are spent on songs.
        var clip = ClipSteps.Of(options, ct);
        var clipTime = watch.Elapsed;
        watch.Restart();
        var folder = new SongFolder(options, progress);
        var songs = folder.Take(ct);
        var table = new HashTable(songs);
        var indexTime = watch.Elapsed;
        watch.Restart();
        var scores = HashMatcher.Match(table, songs, clip.Pairs);
        return new LabResult
        {
            Options = options,
            Songs = songs,
            NewCount = folder.NewCount,
            DatabasePath = folder.DatabasePath,
            DatabaseBytes = folder.DatabaseBytes,
            Table = table,
            Clip = clip,
            ByHits = HashMatcher.ByHits(scores),
            ByOffset = HashMatcher.ByOffset(scores),
            Warnings = [.. clip.Warnings, .. folder.Warnings],
            IndexTime = indexTime,
            AnswerTime = clipTime + watch.Elapsed,
        };
    }
}
