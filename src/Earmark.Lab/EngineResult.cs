namespace Earmark.Lab;

/// <summary>What Earmark's own engine makes of the same folder and clip.</summary>
/// <param name="TrackCount">Songs in the library.</param>
/// <param name="LandmarkCount">Pairs in its index.</param>
/// <param name="LibraryBytes">Size of the library on disk.</param>
/// <param name="StoreTime">From the folder to the finished index.</param>
/// <param name="Song">The song named, as the path from the folder; null for none.</param>
/// <param name="AnswerTime">From the clip's file to the answer: where code is compiled as it runs, with that.</param>
/// <param name="AgainTime">The same when it is asked again.</param>
public sealed record EngineResult(
    int TrackCount,
    long LandmarkCount,
    long LibraryBytes,
    TimeSpan StoreTime,
    QueryAnswer Answer,
    string? Song,
    TimeSpan AnswerTime,
    TimeSpan AgainTime);
