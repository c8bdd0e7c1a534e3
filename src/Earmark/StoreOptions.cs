namespace Earmark;

/// <summary>How files are stored.</summary>
public sealed record StoreOptions
{
    /// <summary>Files that are read at the same time, at least 1.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
