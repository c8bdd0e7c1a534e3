using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>A recording to be stored. It replaces what the library has under its ref id or path.</summary>
public sealed record NewTrack : TrackDetails
{
    /// <summary>The peaks that a reference keeps, ranked.</summary>
    public required Constellation Constellation { get; init; }
}
