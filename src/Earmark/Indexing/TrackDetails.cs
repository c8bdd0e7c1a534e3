namespace Earmark.Indexing;

/// <summary>What is known of a recording besides its sound.</summary>
public abstract record TrackDetails
{
    private protected TrackDetails()
    {
    }

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
}
