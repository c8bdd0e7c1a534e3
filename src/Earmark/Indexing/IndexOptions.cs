namespace Earmark.Indexing;

/// <summary>How a library is kept. Free to change at any time: no option changes what a library answers.</summary>
public sealed record IndexOptions
{
    /// <summary>How long to wait for another process to finish writing.</summary>
    public TimeSpan WriterWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long to wait, on closing, for a merge that is at work; then it is given up, and the next writer begins anew.
    /// </summary>
    public TimeSpan CloseWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Landmarks in the log that make a segment (4.7 hours of music). Higher takes 16 bytes of memory each.
    /// </summary>
    public int LogLimit { get; init; } = 1_000_000;

    /// <summary>
    /// Segments of one level that merge into one of the next. Lower means fewer segments, more rewriting.
    /// </summary>
    public int MergeFanOut { get; init; } = 8;

    /// <summary>
    /// Postings of the largest segment that merging and compacting make (140,000 songs, 8 GB). Merging needs room on
    /// the disk for one such segment, and memory for its tables, however large the library is.
    /// </summary>
    public long LargestSegment { get; init; } = 2_000_000_000;

    /// <summary>Share of dead postings above which a segment is rewritten alone.</summary>
    public double DeadShareLimit { get; init; } = 0.2;
}
