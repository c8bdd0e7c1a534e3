namespace Earmark.Cli.Contracts;

/// <summary>What Earmark's own engine made of the same folder and clip.</summary>
/// <param name="Landmarks">Pairs in its index.</param>
/// <param name="StoreS">Seconds from the folder to the finished index.</param>
/// <param name="AnswerS">Seconds from the clip to the answer.</param>
/// <param name="AgainS">The same when it is asked again.</param>
/// <param name="Answer">As `query` has it.</param>
internal sealed record LabEngineLine(
    int Songs, long Landmarks, long LibraryBytes, double StoreS, double AnswerS, double AgainS, QueryLine Answer);
