namespace Earmark;

/// <summary>How far a store has come.</summary>
/// <param name="FilesDone">Stored, skipped or failed.</param>
/// <param name="FilesTotal">Found in the paths given.</param>
/// <param name="AudioDone">Length of the audio in the files done, skipped ones included.</param>
public sealed record StoreProgress(int FilesDone, int FilesTotal, TimeSpan AudioDone);
