namespace Earmark.Matching;

/// <summary>What a score is worth: how often chance reaches it, and how likely the answer is right.</summary>
/// <remarks>
/// Scores of the best wrong track fall off exponentially, but not at one nat per nat: peaks are not independent.
/// Fitted on the dev corpus, identity search; figures and commands: docs/fingerprint.md.
/// </remarks>
internal static class FalseMatchModel
{
    /// <summary>Fall of the tail, per nat.</summary>
    private const double Rate = 0.55;

    /// <summary>Score that one unknown clip in a hundred reaches in a library of <see cref="FittedTrackCount"/>.</summary>
    private const double ScoreAtOnePercent = 7.4;

    private const double FittedTrackCount = 240;

    /// <summary>Expected false matches of at least this score per clip, in a library of this many tracks.</summary>
    public static double EValue(double score, int trackCount) =>
        0.01 * Math.Sqrt(Math.Max(1, trackCount) / FittedTrackCount) * Math.Exp(-Rate * (score - ScoreAtOnePercent));

    /// <summary>Probability that an answer of this E-value is right, 0 … 1.</summary>
    public static double Confidence(double eValue) => 1 / (1 + (ConfidenceOdds * eValue));

    private const double ConfidenceOdds = 20;
}
