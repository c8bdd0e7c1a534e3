namespace Earmark.Server.Contracts;

/// <summary>One stored track.</summary>
internal sealed record TrackLine(
    string RefId, string? Path, string? Title, string? Artist, string? Album, double DurationS);
