namespace Earmark.Cli.Contracts;

/// <summary>What an evaluation found. Shares 0 … 1; null where there was nothing to count.</summary>
/// <param name="Complete">False where it was interrupted: then the first clips drawn were measured.</param>
/// <param name="MaxEValue">The threshold of the answers.</param>
/// <param name="UnknownTracks">Tracks that were left out of the library.</param>
/// <param name="Cells">One for each condition and length.</param>
/// <param name="Kinds">What unknown clips were cut from, by kind and condition.</param>
/// <param name="FalseAccepts">Every unknown clip that was given a name, the surest first.</param>
/// <param name="Missed">Every known clip that was not named right, by place.</param>
internal sealed record EvalLine(
    string Source,
    bool Complete,
    int Seed,
    double MaxEValue,
    int KnownTracks,
    int UnknownTracks,
    int ForeignRecordings,
    int KnownPlaces,
    int UnknownPlaces,
    int ForeignPlaces,
    EvalCellLine Total,
    IReadOnlyList<EvalCellLine> Cells,
    IReadOnlyList<EvalKindLine> Kinds,
    IReadOnlyList<EvalThresholdLine> Thresholds,
    IReadOnlyList<EvalReliabilityLine> Reliability,
    IReadOnlyList<EvalGuessLine> FalseAccepts,
    IReadOnlyList<EvalGuessLine> Missed,
    IReadOnlyList<EvalLeftOutLine> LeftOut);
