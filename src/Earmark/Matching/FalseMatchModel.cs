namespace Earmark.Matching;

/// <summary>What a score is worth: how often chance reaches it, and how likely the answer is right.</summary>
/// <remarks>Fitted on the dev corpus; the figures and how far they carry: docs/fingerprint.md, section 11.</remarks>
internal static class FalseMatchModel
{
    /// <summary>Fall of the tail, per nat: neighboring peaks are not independent, so it is not e per nat.</summary>
    private const double Rate = 0.85;

    /// <summary>
    /// Margin that one unknown clip in a hundred reaches in a library of <see cref="FittedTrackCount"/>.
    /// </summary>
    private const double MarginAtOnePercent = 4.2;

    private const double FittedTrackCount = 289;

    /// <summary>Chance has not been seen to find more in the fifth best track, in nats.</summary>
    private const double ChanceLimit = 5;

    /// <summary>A score that no wrong track has reached, but for one that shares what was played, in nats.</summary>
    private const double BeyondDoubt = 16;

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

    /// <summary>
    /// Expected false matches per clip, in a library of this many tracks, of at least this margin over chance.
    /// </summary>
    /// <remarks>
    /// Grows with the root of the library's size from where it was measured on.
    /// </remarks>
    public static double EValue(double margin, int trackCount) =>
        0.01 * Growth(trackCount) * Math.Exp(-Rate * (margin - MarginAtOnePercent));

    /// <summary>Score from which on no further search can change that an E-value is reached, in nats.</summary>
    public static double ConclusiveScore(double eValue, int trackCount)
    {
        var margin = MarginAtOnePercent - (Math.Log(eValue / (0.01 * Growth(trackCount))) / Rate);
        return Math.Max(BeyondDoubt, margin + ChanceLimit);
    }

    /// <summary>Probability that the best guess is right, given its E-value, 0 … 1.</summary>
    /// <remarks>
    /// Two ways to be wrong: chance, which falls off fast, and tracks that share loops or samples with what was played,
    /// which does not. Where nine of ten clips are known.
    /// </remarks>
    public static double Confidence(double eValue)
    {
        var margin = MarginAtOnePercent - (Math.Log(eValue / 0.01) / Rate);
        var chance = Math.Exp(-1.4 * (margin - 2.75));
        var sharing = 0.04 * Math.Exp(-0.25 * (margin - MarginAtOnePercent));
        return 1 / (1 + chance + sharing);
    }

    private static double Growth(int trackCount) => Math.Sqrt(Math.Max(1, trackCount / FittedTrackCount));
}
