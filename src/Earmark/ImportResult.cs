namespace Earmark;

/// <summary>What became of one track that was to be taken over. It is durable by the time this exists.</summary>
/// <param name="RefId">Its name.</param>
/// <param name="Reason">Why it was skipped, in a sentence; else null.</param>
/// <param name="Duration">Length of its audio.</param>
public sealed record ImportResult(string RefId, ImportStatus Status, string? Reason, TimeSpan Duration);
