namespace Earmark.Server.Contracts;

/// <summary>What became of one file; printed once it is durable.</summary>
/// <param name="Status">"stored", "replaced", "skipped" or "failed".</param>
/// <param name="Reason">Why it was skipped or failed.</param>
internal sealed record StoreLine(
    string Path, string? RefId, string Status, string? Reason, double DurationS, int Landmarks);
