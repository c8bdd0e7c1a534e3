namespace Earmark.Matching;

/// <summary>How an answer is found. Free to change: no option touches what is stored.</summary>
public sealed record MatchOptions
{
    /// <summary>
    /// Expected false matches per unknown clip that an answer may have. Lower answers less, and errs less.
    /// </summary>
    public double MaxEValue { get; init; } = 0.01;

    /// <summary>A longer query is searched in stretches of this length; at most 20 s.</summary>
    public TimeSpan LongestClip { get; init; } = TimeSpan.FromSeconds(20);
}
