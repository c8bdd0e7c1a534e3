namespace Earmark;

/// <summary>What became of one file. Stored and replaced ones are durable by the time this exists.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="RefId">Its name in the library; null where it failed.</param>
/// <param name="Reason">Why it was skipped or failed, in a sentence; else null.</param>
/// <param name="Duration">Length of its audio; zero where it failed.</param>
/// <param name="LandmarkCount">Landmarks in the index.</param>
/// <param name="Warnings">What was not as it should be, such as a file that decodes only partly.</param>
public sealed record StoreResult(
    string Path,
    string? RefId,
    StoreStatus Status,
    string? Reason,
    TimeSpan Duration,
    int LandmarkCount,
    IReadOnlyList<string> Warnings);
