namespace Earmark.Cli.Contracts;

/// <summary>What the lab and the engine made of a folder and a clip.</summary>
/// <param name="ClipStartS">Where in its file the clip begins.</param>
/// <param name="Peaks">The rule: notebook or shifts.</param>
/// <param name="Rate">Peaks a second; null where the rule has none.</param>
/// <param name="SongsRead">Songs that the database did not have.</param>
/// <param name="Pairs">Rows of the hash table.</param>
/// <param name="IndexS">Seconds from the folder to the hash table.</param>
/// <param name="AnswerS">Seconds from the clip to the rankings.</param>
internal sealed record LabLine(
    string Folder,
    string Clip,
    double ClipStartS,
    double ClipDurationS,
    string Peaks,
    double? Rate,
    int Songs,
    int SongsRead,
    int Pairs,
    string Database,
    long DatabaseBytes,
    double IndexS,
    double AnswerS,
    int ClipPeaks,
    int ClipPairs,
    IReadOnlyList<LabScoreLine> ByHits,
    IReadOnlyList<LabScoreLine> ByOffset,
    LabEngineLine Engine);
