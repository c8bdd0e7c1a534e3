namespace Earmark.Matching;

/// <summary>What a score is worth: how often chance reaches it, and how likely the answer is right.</summary>
/// <remarks>Fitted on the dev corpus; the figures and how far they carry: docs/fingerprint.md, section 11.</remarks>
internal static class FalseMatchModel
{
    /// <summary>Margin that one unknown clip in a hundred reaches, in nats.</summary>
    private const double MarginAtOnePercent = 2.6;

    /// <summary>The share that reaches it by chance, and how that falls from there, per nat.</summary>
    private const double ChanceShare = 0.0084;
    private const double ChanceRate = 1.6;

    /// <summary>
    /// The share that reaches it by being alike, as works of one composer are: that falls slower, at most so slowly as
    /// the upper ends of 95 % intervals do.
    /// </summary>
    private const double AlikeShare = 0.0016;
    private const double AlikeRate = 0.35;

    private const int FittedTrackCount = 289;

    /// <summary>Chance has not been seen to find more in the fifth best track, in nats.</summary>
    public const double ChanceLimit = 5;

    /// <summary>What a track's beat and key may count against it, in nats, and how much of it does.</summary>
    private const double RecurrenceLimit = 15;
    private const double RecurrenceWeight = 1.2;

    /// <summary>What of a score counts against it in a clip that is nothing but repetition.</summary>
    private const double RepetitionWeight = 0.9;

    /// <summary>Spread of contrast, in nats, up to which a clip is noisy, and from which on it is clean.</summary>
    private const double NoisySpread = 1.69;
    private const double CleanSpread = 1.94;

    /// <summary>What more is asked of a clean clip: nats per second, and at most.</summary>
    private const double DemandPerSecond = 1;
    private const double DemandLimit = 12;

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

    /// <summary>What more is asked of a clip the cleaner it is, in nats.</summary>
    /// <remarks>
    /// A right track scores far more in a clean clip than in a noisy one, and so does a wrong one that has its beat,
    /// its key or some of its samples: what chance scores in noise is no measure for them.
    /// </remarks>
    /// <param name="contrastSpread">See <see cref="QueryClip.ContrastSpread"/>.</param>
    /// <param name="duration">Of the clip, in seconds.</param>
    public static double Demand(double contrastSpread, double duration)
    {
        var cleanness = Math.Clamp((contrastSpread - NoisySpread) / (CleanSpread - NoisySpread), 0, 1);
        return Math.Min(DemandLimit, cleanness * DemandPerSecond * duration);
    }

    /// <summary>What a track that is merely alike scores beyond chance, in nats.</summary>
    /// <param name="recurrence">See <see cref="Verifier.Recurrence"/>.</param>
    /// <param name="repeated">See <see cref="Repeated"/>.</param>
    /// <param name="demand">See <see cref="Demand"/>.</param>
    public static double AlikeLevel(double recurrence, double repeated, double demand) =>
        Math.Max(demand, Math.Max(repeated, Math.Min(RecurrenceWeight * recurrence, RecurrenceLimit)));

    /// <summary>What of a score is owed to the clip's repeating itself, in nats.</summary>
    /// <param name="repetition">See <see cref="Repetition"/>.</param>
    public static double Repeated(double score, double repetition) =>
        RepetitionWeight * Math.Min(1, repetition) * score;

    /// <summary>
    /// Expected false matches per clip, in a library of this many tracks, of at least this margin over chance.
    /// </summary>
    /// <remarks>
    /// Grows with the root of the library's size from where it was measured on.
    /// </remarks>
    public static double EValue(double margin, int trackCount)
    {
        var chance = ChanceShare * Math.Exp(-ChanceRate * (margin - MarginAtOnePercent));
        var alike = AlikeShare * Math.Exp(-AlikeRate * (margin - MarginAtOnePercent));
        return Growth(trackCount) * (chance + alike);
    }

    /// <summary>The margin that has an E-value, from −100 to 10,000.</summary>
    public static double MarginOf(double eValue, int trackCount)
    {
        var (low, high) = (-100.0, 10_000.0);
        for (var halving = 0; halving < 64; halving++)
        {
            var middle = (low + high) / 2;
            (low, high) = EValue(middle, trackCount) > eValue ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>Score from which on no further search can change that an E-value is reached, in nats.</summary>
    /// <param name="repetition">Of the clip; see <see cref="Repetition"/>.</param>
    public static double ConclusiveScore(double eValue, int trackCount, double repetition)
    {
        var beyondChance = MarginOf(eValue, trackCount) + ChanceLimit;
        var repeating = beyondChance / (1 - Repeated(1, repetition));
        return Math.Max(BeyondDoubt, Math.Max(repeating, beyondChance + Math.Max(RecurrenceLimit, DemandLimit)));
    }

    /// <summary>Probability that the best guess is right, given its E-value, 0 … 1.</summary>
    /// <remarks>
    /// Two ways to be wrong: chance, which falls off fast, and tracks that share loops or samples with what was played,
    /// which does not. Where nine of ten clips are known.
    /// </remarks>
    public static double Confidence(double eValue)
    {
        var margin = MarginOf(eValue, FittedTrackCount);
        var chance = Math.Exp(-1.5 * (margin - 2.25));
        var sharing = 0.007 * Math.Exp(-0.17 * (margin - MarginAtOnePercent));
        return 1 / (1 + chance + sharing);
    }

    private static double Growth(int trackCount) => Math.Sqrt(Math.Max(1, (double)trackCount / FittedTrackCount));
}
