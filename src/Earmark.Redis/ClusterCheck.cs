namespace Earmark.Redis;

/// <summary>Something of a cluster that was looked at.</summary>
/// <param name="Name">What: "persistence".</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Found">What was found.</param>
/// <param name="Remedy">What to change; null where nothing is to be.</param>
public sealed record ClusterCheck(string Name, ClusterVerdict Verdict, string Found, string? Remedy);
