namespace Earmark.Indexing;

/// <summary>What an inspection of a library found.</summary>
public sealed record Inspection
{
    /// <summary>Where the library lies.</summary>
    public required string Folder { get; init; }

    /// <summary>What is not as it was written; empty for a sound library.</summary>
    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>
    /// Tracks whose peaks are damaged or gone, as far as the catalogue still names them; after mending they are no
    /// longer in the library.
    /// </summary>
    public required IReadOnlyList<Track> Lost { get; init; }

    /// <summary>Tracks in the catalogue when the inspection began.</summary>
    public required int TrackCount { get; init; }

    /// <summary>Segments that were read.</summary>
    public required int SegmentCount { get; init; }

    /// <summary>Postings in them.</summary>
    public required long PostingCount { get; init; }

    /// <summary>Whether nothing was found.</summary>
    public bool IsSound => Faults.Count == 0;

    /// <summary>Whether nothing is wrong any more, and nothing was lost.</summary>
    public bool IsWhole => Lost.Count == 0 && Faults.All(fault => fault.IsMended);
}
