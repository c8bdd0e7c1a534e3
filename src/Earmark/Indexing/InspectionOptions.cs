namespace Earmark.Indexing;

/// <summary>How a library is inspected.</summary>
public sealed record InspectionOptions
{
    /// <summary>Parts of a segment that are checked at the same time, at least 1.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Whether to mend what is found: keeps what can be kept and takes the rest out. Needs the library for itself, as
    /// any writer does.
    /// </summary>
    public bool Mend { get; init; }

    /// <summary>How long mending waits for another writer, and how large the segments are that it makes.</summary>
    public IndexOptions Index { get; init; } = new();
}
