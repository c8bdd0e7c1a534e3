using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark;

/// <summary>Carries tracks from one index into another of the same profile, by their constellations.</summary>
internal static class LibraryCopy
{
    private const int BatchSize = 64;

    /// <summary>Adds the tracks chosen, in the order they were stored, and returns how many they are.</summary>
    public static int Run(TrackIndex source, TrackIndex target, Func<Track, bool> includes, CancellationToken ct)
    {
        using var snapshot = source.Snapshot();
        var batch = new List<NewTrack>();
        var count = 0;
        var peaks = Array.Empty<Peak>();
        foreach (var segment in snapshot.Segments)
        {
            for (var ordinal = 0; ordinal < segment.TrackCount; ordinal++)
            {
                ct.ThrowIfCancellationRequested();
                var place = segment.Track(ordinal);
                if (!segment.IsLive(place) || source.Find(place.TrackId) is not { } track || !includes(track))
                {
                    continue;
                }

                var peakCount = segment.ReadPeaks(place, 0, place.FrameCount - 1, ref peaks);
                batch.Add(ToNew(track, new Constellation(peaks.AsSpan(0, peakCount).ToArray(), place.FrameCount)));
                count++;
                if (batch.Count == BatchSize)
                {
                    target.AddRange(batch);
                    batch.Clear();
                }
            }
        }

        target.AddRange(batch);
        target.Flush(ct);
        return count;
    }

    private static NewTrack ToNew(Track track, Constellation constellation) => new()
    {
        RefId = track.RefId,
        Path = track.Path,
        FileSize = track.FileSize,
        Modified = track.Modified,
        Title = track.Title,
        Artist = track.Artist,
        Album = track.Album,
        Duration = track.Duration,
        Constellation = constellation,
    };
}
