using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Comparing;

/// <summary>A track of a library with its peaks.</summary>
/// <param name="Peaks">All that are stored, by frame.</param>
internal sealed record StoredTrack(SegmentTrack Track, Peak[] Peaks)
{
    /// <summary>Peaks that any encoder keeps: those of lower rank, per second.</summary>
    private const int StrongRank = 10;

    public long Id => Track.TrackId;

    /// <summary>By frame.</summary>
    public Peak[] Strong { get; } = Array.FindAll(Peaks, peak => peak.Rank < StrongRank);

    /// <summary>Reads one.</summary>
    /// <exception cref="LibraryException">Its constellation is damaged.</exception>
    public static StoredTrack Read(Segment segment, SegmentTrack track)
    {
        Peak[] peaks = [];
        var count = segment.ReadPeaks(track, 0, int.MaxValue, ref peaks);
        return new StoredTrack(track, peaks[..count]);
    }
}
