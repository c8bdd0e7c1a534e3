namespace Earmark.Indexing;

/// <summary>A stored recording, as the catalogue knows it.</summary>
public sealed record Track : TrackDetails
{
    /// <summary>Number of this version of the recording; never used again, not even when it is replaced.</summary>
    public required long Id { get; init; }

    /// <summary>Landmarks in the index.</summary>
    public int LandmarkCount { get; init; }
}
