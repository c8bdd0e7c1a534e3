namespace Earmark.Matching;

/// <summary>What a score is worth: how often chance reaches it, and how likely the answer is right.</summary>
/// <remarks>
/// Scores of the best wrong track fall off exponentially, but not by e per nat: neighboring peaks are not independent.
/// Fitted on the dev corpus at unchanged speed (docs/evaluation.md): of 180 unknown clips 11, 3, 2 and 1 reach 4, 6, 8
/// and 10 nats, where the model expects 13, 5, 1.8 and 0.7. How it grows with the library: docs/fingerprint.md.
/// </remarks>
internal static class FalseMatchModel
{
    /// <summary>Fall of the tail, per nat.</summary>
    private const double Rate = 0.85;

    /// <summary>
    /// Score that one unknown clip in a hundred reaches in a library of <see cref="FittedTrackCount"/>.
    /// </summary>
    private const double ScoreAtOnePercent = 4;

    private const double FittedTrackCount = 289;

    /// <summary>Chance has not been seen to find more in the fifth best track, in nats.</summary>
    private const double ChanceLimit = 5;

    /// <summary>
    /// Odds of a wrong answer per E-value, where five of six clips are known: right were 17 of 30 answers of 4 to
    /// 6 nats, 15 of 16 up to 8, 16 of 17 up to 10.
    /// </summary>
    private const double WrongOddsPerEValue = 15;

    /// <summary>What chance finds in a clip: the mean score of the third to the fifth best track.</summary>
    /// <remarks>
    /// Not of the second, which may be another copy of the first. Above a limit it is no chance: many copies.
    /// </remarks>
    /// <param name="scores">The best of each track, in any order.</param>
    public static double ChanceLevel(IReadOnlyList<double> scores)
    {
        var level = scores.OrderDescending().Skip(2).Take(3).Sum() / 3;
        return Math.Min(level, ChanceLimit);
    }

    /// <summary>Expected false matches of at least this score per clip, in a library of this many tracks.</summary>
    /// <remarks>
    /// Grows with the root of the library's size; a small library is held to no less than was measured.
    /// </remarks>
    public static double EValue(double score, int trackCount) =>
        0.01 * Math.Sqrt(Math.Max(1, trackCount / FittedTrackCount)) * Math.Exp(-Rate * (score - ScoreAtOnePercent));

    /// <summary>Probability that an answer of this E-value is right, 0 … 1.</summary>
    public static double Confidence(double eValue) => 1 / (1 + (WrongOddsPerEValue * eValue));
}
