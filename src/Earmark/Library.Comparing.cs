using Earmark.Comparing;
using Earmark.Indexing;

namespace Earmark;

/// <content>What the tracks of a library share with each other.</content>
public sealed partial class Library
{
    /// <summary>Finds tracks that share recorded sound: copies, excerpts, edits, samples of 10 s and more.</summary>
    /// <remarks>Only reads. Takes time in proportion to the number of tracks: docs/comparing.md.</remarks>
    /// <param name="threads">Tracks that are looked up at the same time.</param>
    /// <param name="progress">Is told how many tracks are done, and of how many; from any thread.</param>
    /// <returns>The pairs, the longest overlap first.</returns>
    /// <exception cref="LibraryException">The library is damaged.</exception>
    public Task<IReadOnlyList<SharedPair>> FindDuplicatesAsync(
        int threads,
        IProgress<(int Done, int Total)>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return Task.Run<IReadOnlyList<SharedPair>>(
            () => FindDuplicates(threads, DuplicateSearch.LeastScore, progress, cancellation), cancellation);
    }

    /// <inheritdoc cref="FindDuplicatesAsync"/>
    /// <param name="leastScore">What a pair must have, in nats.</param>
    internal List<SharedPair> FindDuplicates(
        int threads, double leastScore, IProgress<(int Done, int Total)>? progress, CancellationToken cancellation)
    {
        using var snapshot = _index.Snapshot();
        var (done, total) = (0, snapshot.TrackCount);
        var search = new DuplicateSearch(snapshot, Profile, leastScore);
        var found = search.Run(
            threads, () => progress?.Report((Interlocked.Increment(ref done), total)), cancellation);

        // A pair may have been found from either side: the side that says more for it counts.
        return
        [
            .. found
                .GroupBy(pair => (Math.Min(pair.Own.Id, pair.Other.Id), Math.Max(pair.Own.Id, pair.Other.Id)))
                .Select(pair => pair.OrderByDescending(side => side.Overlay.Score).ThenBy(side => side.Own.Id).First())
                .Select(pair => ToShared(pair.Own, pair.Other, pair.Overlay))
                .OfType<SharedPair>()
                .OrderByDescending(pair => pair.Overlap)
                .ThenBy(pair => pair.A.RefId, StringComparer.Ordinal)
                .ThenBy(pair => pair.B.RefId, StringComparer.Ordinal),
        ];
    }

    /// <summary>A pair as it is told; null where one of the tracks has gone since.</summary>
    private SharedPair? ToShared(StoredTrack own, StoredTrack other, PeakOverlay overlay)
    {
        if (_index.Find(own.Id) is not { } track || _index.Find(other.Id) is not { } second)
        {
            return null;
        }

        // The overlay maps frames of its own track to those of the other; the longer one is to be the first.
        var isOwnShorter = own.Track.FrameCount <= other.Track.FrameCount;
        var line = isOwnShorter ? overlay.Line : overlay.Line.Inverse();
        var shared = overlay.Shared.Count();
        var ownShare = (double)shared / Math.Max(1, overlay.DecidableCount);
        var otherLength = other.Track.FrameCount * Profile.FrameDuration;
        var otherShare = Math.Min(1, shared * PeakOverlay.StretchSeconds * overlay.Line.Factor / otherLength);
        return new SharedPair
        {
            A = isOwnShorter ? second : track,
            B = isOwnShorter ? track : second,
            Offset = line.Offset * Profile.FrameDuration,
            Speed = line.Factor,
            Overlap = Math.Min(
                shared * PeakOverlay.StretchSeconds * (isOwnShorter ? 1 : overlay.Line.Factor),
                Math.Min(own.Track.FrameCount, other.Track.FrameCount) * Profile.FrameDuration),
            ShareA = isOwnShorter ? otherShare : ownShare,
            ShareB = isOwnShorter ? ownShare : otherShare,
            Similarity = overlay.Similarity,
            Score = overlay.Score,
        };
    }
}
