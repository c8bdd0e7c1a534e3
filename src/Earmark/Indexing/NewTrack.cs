using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>A recording to be stored. It replaces what the library has under its ref id or path.</summary>
public sealed record NewTrack
{
    /// <summary>The name its owner knows it by.</summary>
    public required string RefId { get; init; }

    /// <summary>The peaks that a reference keeps, ranked.</summary>
    public required Constellation Constellation { get; init; }

    /// <summary>The file it was read from. Null for none.</summary>
    public string? Path { get; init; }

    /// <summary>Size of the file, in bytes.</summary>
    public long FileSize { get; init; }

    /// <summary>Last change of the file, in UTC ticks.</summary>
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
