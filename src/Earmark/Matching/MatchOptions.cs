namespace Earmark.Matching;

/// <summary>How an answer is found. Free to change: no option touches what is stored.</summary>
public sealed record MatchOptions
{
    /// <summary>One unknown clip in a hundred is answered: for a person, who sees how sure the answer is.</summary>
    public const double Balanced = 0.01;

    /// <summary>One unknown clip in ten thousand is answered: for what acts on answers unseen.</summary>
    public const double Certain = 0.0001;

    /// <summary>
    /// Expected false matches per unknown clip that an answer may have. Lower answers less, and errs less. What lies
    /// below <see cref="Certain"/> is extrapolated: docs/evaluation.md.
    /// </summary>
    public double MaxEValue { get; init; } = Balanced;

    /// <summary>
    /// Also tries speed from −20 to +26 %, pitch to ±4 semitones, and tempo and pitch changed together: more work.
    /// </summary>
    public bool Wide { get; init; }

    /// <summary>What is tried where a clip is not found as it is.</summary>
    internal HypothesisSet Changes => HypothesisSet.Of(Wide);

    /// <summary>A longer query is searched in stretches of this length, above 0 and at most 20 s.</summary>
    public TimeSpan LongestClip { get; init; } = LongestClipMax;

    /// <summary>Beyond it the votes of a clip smear, and reach past the gaps between tracks.</summary>
    internal static TimeSpan LongestClipMax { get; } = TimeSpan.FromSeconds(20);
}
