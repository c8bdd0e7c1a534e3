namespace Earmark.Indexing;

/// <summary>What the catalogue says of a segment file.</summary>
/// <param name="Id">Names the file; never used again.</param>
/// <param name="Level">Merges of a level that led to it; segments of one level merge into one of the next.</param>
/// <param name="FirstTrack">Lowest track id it may hold. Segments' ranges do not overlap.</param>
/// <param name="LastTrack">Highest track id it may hold.</param>
/// <param name="PostingCount">Postings, those of dead tracks included.</param>
/// <param name="ByteCount">Size of the file.</param>
/// <param name="Retired">Ids of its dead tracks; null where none is.</param>
/// <param name="RetiredPostingCount">Postings of its dead tracks.</param>
internal sealed record SegmentRow(
    long Id,
    int Level,
    long FirstTrack,
    long LastTrack,
    long PostingCount,
    long ByteCount,
    HashSet<long>? Retired,
    long RetiredPostingCount);
