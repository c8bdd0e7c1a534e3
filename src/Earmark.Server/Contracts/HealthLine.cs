namespace Earmark.Server.Contracts;

/// <summary>Whether the server lives, or is ready to be asked.</summary>
/// <param name="Status">"ok" or "unavailable".</param>
internal sealed record HealthLine(string Status, string? Reason, int? Tracks);
