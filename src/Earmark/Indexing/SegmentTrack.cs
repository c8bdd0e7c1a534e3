namespace Earmark.Indexing;

/// <summary>Where a track lies in a segment.</summary>
/// <param name="Ordinal">Place in the segment's track table, from 0.</param>
/// <param name="TrackId">The catalogue's id of it.</param>
/// <param name="Base">Position of its first frame on the segment's time line. Even.</param>
/// <param name="FrameCount">Length, in frames.</param>
/// <param name="PostingCount">Landmarks it has in this segment.</param>
public readonly record struct SegmentTrack(int Ordinal, long TrackId, long Base, int FrameCount, int PostingCount)
{
    /// <summary>First position after the track.</summary>
    public long End => Base + FrameCount;
}
