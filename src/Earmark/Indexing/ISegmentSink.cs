namespace Earmark.Indexing;

/// <summary>Where the parts of a new segment go: into one stream, or elsewhere as values of their own.</summary>
/// <remarks>
/// Called front to back: the beginning, all blocks by number, then all constellations by ordinal, then the end.
/// </remarks>
internal interface ISegmentSink
{
    /// <summary>Postings that a block holds on average, at most: what is read at once.</summary>
    int PostingsPerBlock { get; }

    /// <summary>Is told what the segment will be; places in a file are not known yet.</summary>
    void Begin(SegmentHeader header);

    /// <summary>Takes the next block; an empty one has no bytes.</summary>
    void WriteBlock(ReadOnlySpan<byte> list);

    /// <summary>Takes the constellation of the next track.</summary>
    void WriteConstellation(SegmentTrack track, ReadOnlySpan<byte> constellation);

    /// <summary>All parts have come.</summary>
    void Finish();
}
