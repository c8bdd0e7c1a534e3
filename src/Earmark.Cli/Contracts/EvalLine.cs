namespace Earmark.Cli.Contracts;

/// <summary>What an evaluation found. Shares 0 … 1; null where there was nothing to count.</summary>
/// <param name="Complete">False where it was interrupted: then the first clips drawn were measured.</param>
/// <param name="MaxEValue">The threshold of the answers.</param>
/// <param name="Cells">One for each condition and length.</param>
internal sealed record EvalLine(
    string Source,
    bool Complete,
    int Seed,
    double MaxEValue,
    int KnownTracks,
    int UnknownTracks,
    int KnownPlaces,
    int UnknownPlaces,
    EvalCellLine Total,
    IReadOnlyList<EvalCellLine> Cells,
    IReadOnlyList<EvalThresholdLine> Thresholds,
    IReadOnlyList<EvalReliabilityLine> Reliability,
    IReadOnlyList<EvalLeftOutLine> LeftOut);
