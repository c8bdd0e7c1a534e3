namespace Earmark.Server.Contracts;

/// <summary>Files and folders being stored.</summary>
/// <param name="Status">"waiting", "running", "done", "cancelled" or "failed".</param>
/// <param name="Reason">Why it failed; else null.</param>
/// <param name="FilesTotal">Found in the paths; 0 before they were looked at.</param>
/// <param name="Failures">The first files that could not be stored.</param>
internal sealed record JobLine(
    string Id,
    string Status,
    string? Reason,
    IReadOnlyList<string> Paths,
    DateTimeOffset At,
    int FilesDone,
    int FilesTotal,
    double DurationS,
    int Stored,
    int Replaced,
    int Skipped,
    int Failed,
    IReadOnlyList<StoreLine> Failures);
