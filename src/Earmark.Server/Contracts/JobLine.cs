namespace Earmark.Server.Contracts;

/// <summary>Something that takes a while, and how far it is.</summary>
/// <param name="Kind">"store", "tracklist", "dedup", "same" or "sync".</param>
/// <param name="Status">"waiting", "running", "done", "cancelled" or "failed".</param>
/// <param name="Reason">Why it failed; else null.</param>
/// <param name="Paths">What it is about: paths of the server, or the name of an upload.</param>
/// <param name="Progress">The share that is done, 0 … 1; null where that is not known.</param>
/// <param name="Found">Plays, pairs, stretches or takes that its result has so far; 0 for a store.</param>
/// <param name="FilesTotal">Found in the paths; 0 before they were looked at.</param>
/// <param name="DurationS">Audio that was read so far.</param>
/// <param name="Failures">The first files that could not be stored.</param>
internal sealed record JobLine(
    string Id,
    string Kind,
    string Status,
    string? Reason,
    IReadOnlyList<string> Paths,
    DateTimeOffset At,
    double? Progress,
    int Found,
    int FilesDone,
    int FilesTotal,
    double DurationS,
    int Stored,
    int Replaced,
    int Skipped,
    int Failed,
    IReadOnlyList<StoreLine> Failures);
