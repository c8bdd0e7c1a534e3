namespace Earmark.Indexing;

/// <summary>A stored recording, as the catalogue knows it.</summary>
public sealed record Track
{
    /// <summary>Number of this version of the recording; never used again, not even when it is replaced.</summary>
    public required long Id { get; init; }

    /// <summary>The name its owner knows it by; unique in a library.</summary>
    public required string RefId { get; init; }

    /// <summary>The file it was read from; unique in a library. Null for none.</summary>
    public string? Path { get; init; }

    /// <summary>Size of the file when it was read, in bytes.</summary>
    public long FileSize { get; init; }

    /// <summary>Last change of the file when it was read, in UTC ticks.</summary>
    public long Modified { get; init; }

    /// <summary>Title by its tags.</summary>
    public string? Title { get; init; }

    /// <summary>Artist by its tags.</summary>
    public string? Artist { get; init; }

    /// <summary>Album by its tags.</summary>
    public string? Album { get; init; }

    /// <summary>How long it is.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Landmarks in the index.</summary>
    public int LandmarkCount { get; init; }
}
