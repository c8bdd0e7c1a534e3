namespace Earmark.Server.Contracts;

/// <summary>What became of one track of an export or another library; printed once it is durable.</summary>
/// <param name="Source">The export or the library it came from, as it was given.</param>
/// <param name="Status">"imported", "replaced", "unchanged" or "skipped".</param>
/// <param name="Reason">Why it was skipped.</param>
internal sealed record ImportLine(string Source, string RefId, string Status, string? Reason, double DurationS);
