namespace Earmark.Server.Contracts;

/// <summary>Some tracks of the library, by ref id.</summary>
/// <param name="Tracks">Tracks of the whole library.</param>
/// <param name="Next">What to give as `after` for those that follow; null at the end.</param>
internal sealed record TrackPageLine(IReadOnlyList<TrackLine> Items, int Tracks, string? Next);
