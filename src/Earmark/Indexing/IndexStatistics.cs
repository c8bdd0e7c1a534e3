namespace Earmark.Indexing;

/// <summary>How large a library is.</summary>
public sealed record IndexStatistics
{
    /// <summary>Tracks that can be found.</summary>
    public required int TrackCount { get; init; }

    /// <summary>Tracks of these that are still in the log.</summary>
    public required int LogTrackCount { get; init; }

    /// <summary>Length of all tracks together.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Segment files.</summary>
    public required int SegmentCount { get; init; }

    /// <summary>Postings in segment files, those of dead tracks included.</summary>
    public required long PostingCount { get; init; }

    /// <summary>Share of these that belongs to dead tracks, 0 … 1.</summary>
    public required double DeadShare { get; init; }

    /// <summary>Bytes of the postings, with their directories.</summary>
    public required long PostingBytes { get; init; }

    /// <summary>Bytes of the constellations in segment files.</summary>
    public required long ConstellationBytes { get; init; }

    /// <summary>Bytes of headers, track tables and footers.</summary>
    public required long TableBytes { get; init; }

    /// <summary>Bytes of the catalogue, the log and SQLite's own files.</summary>
    public required long CatalogueBytes { get; init; }

    /// <summary>Bytes of the whole library.</summary>
    public long TotalBytes => PostingBytes + ConstellationBytes + TableBytes + CatalogueBytes;
}
