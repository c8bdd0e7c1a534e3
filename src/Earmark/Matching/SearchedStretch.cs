namespace Earmark.Matching;

/// <summary>A stretch of a query that was searched on its own, and what is asked of a track there.</summary>
/// <param name="Start">Where it begins in the query, in seconds.</param>
/// <param name="Stop">Where it ends, in seconds.</param>
/// <param name="Chance">What chance finds in it, in nats: the mean score of the third to the fifth best track.</param>
/// <param name="Demand">What more is asked of it because it is clean, in nats; 0 in noise.</param>
/// <param name="Repetition">How much it repeats itself, about 0 … 1.</param>
/// <param name="StepCount">Steps that the search took: light, sparse, dense, warped.</param>
/// <param name="Trials">The changes that were tried, in the order of the search.</param>
public sealed record SearchedStretch(
    double Start,
    double Stop,
    double Chance,
    double Demand,
    double Repetition,
    int StepCount,
    IReadOnlyList<Trial> Trials);
