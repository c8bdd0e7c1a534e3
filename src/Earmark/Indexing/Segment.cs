using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>
/// One part of a snapshot: the postings and constellations of some tracks, on a time line of their own.
/// </summary>
/// <remarks>
/// Positions are in frames from the start of the segment's time line. Safe for any number of threads while the
/// snapshot is held.
/// </remarks>
public sealed class Segment
{
    private readonly HashSet<long>? _retired;

    internal Segment(SegmentImage image, long basePosition, HashSet<long>? retired)
    {
        Image = image;
        BasePosition = basePosition;
        _retired = retired;
    }

    /// <summary>Where this segment begins on the snapshot's time line. Even; sums with positions are unique.</summary>
    public long BasePosition { get; }

    /// <summary>Every position is below it. Even.</summary>
    public long FrameLimit => Image.Header.FrameLimit;

    /// <summary>Tracks, dead ones included; ordinals are 0 … TrackCount − 1.</summary>
    public int TrackCount => Image.Header.TrackCount;

    /// <summary>Tracks that are neither deleted nor replaced.</summary>
    public int LiveTrackCount => TrackCount - (_retired?.Count ?? 0);

    /// <summary>Postings, those of dead tracks included.</summary>
    public long PostingCount => Image.Header.PostingCount;

    internal SegmentImage Image { get; }

    /// <summary>Reads the positions of one key.</summary>
    /// <param name="positions">
    /// Receives them from index 0, ascending; grows where needed, so keep it for the next key.
    /// </param>
    /// <returns>How many there are, those of dead tracks included.</returns>
    /// <exception cref="LibraryException">The block is damaged; the message names the file.</exception>
    public int ReadPostings(int key, ref long[] positions) => Postings().Read(key, ref positions);

    /// <summary>About how many positions a key has: the nearer, the larger the segment. Reads the directory.</summary>
    internal int EstimatePostings(int key) => Image.EstimatePostings(key);

    /// <summary>A reader for the postings of many keys.</summary>
    internal PostingReader Postings() => new(Image);

    /// <summary>Finds the track nearest to a position, within <paramref name="slackFrames"/> of its ends.</summary>
    /// <remarks>
    /// Tracks are 2,048 frames or more apart: with less than half of that as slack there is never more than one. Where
    /// two are as near, the earlier. False in a gap. Dead tracks are found like others: ask <see cref="IsLive"/>.
    /// </remarks>
    public bool TryLocate(long position, long slackFrames, out SegmentTrack track)
    {
        track = default;
        var nearest = long.MaxValue;
        var ordinal = Image.Floor(position);
        for (var candidate = Math.Max(ordinal, 0); candidate <= ordinal + 1 && candidate < TrackCount; candidate++)
        {
            var found = Image.Track(candidate);
            var distance = Math.Max(0, Math.Max(found.Base - position, position - (found.End - 1)));
            if (distance <= slackFrames && distance < nearest)
            {
                nearest = distance;
                track = found;
            }
        }

        return nearest != long.MaxValue;
    }

    /// <summary>The track at <paramref name="ordinal"/>, dead or alive.</summary>
    public SegmentTrack Track(int ordinal) => Image.Track(ordinal);

    /// <summary>Whether the track was neither deleted nor replaced when the snapshot was taken.</summary>
    public bool IsLive(SegmentTrack track) => _retired is null || !_retired.Contains(track.TrackId);

    /// <inheritdoc cref="SegmentImage.FetchPeaks"/>
    internal void FetchPeaks(SegmentTrack track) => Image.FetchPeaks(track.Ordinal);

    /// <summary>
    /// Reads the peaks of a track between two frames, both included; those beyond its ends do not exist.
    /// </summary>
    /// <param name="peaks">
    /// Receives them from index 0, by frame; grows where needed, so keep it for the next track.
    /// </param>
    /// <returns>How many there are.</returns>
    /// <exception cref="LibraryException">The constellation is damaged; the message names the file.</exception>
    public int ReadPeaks(SegmentTrack track, int firstFrame, int lastFrame, ref Peak[] peaks) =>
        Image.ReadPeaks(track.Ordinal, firstFrame, lastFrame, ref peaks);
}
