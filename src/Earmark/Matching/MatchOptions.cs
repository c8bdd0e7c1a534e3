namespace Earmark.Matching;

/// <summary>How an answer is found. Free to change: no option touches what is stored.</summary>
public sealed record MatchOptions
{
    /// <summary>
    /// Expected false matches per unknown clip that an answer may have. Lower answers less, and errs less.
    /// </summary>
    public double MaxEValue { get; init; } = 0.01;

    /// <summary>A longer query is searched in stretches of this length, above 0 and at most 20 s.</summary>
    public TimeSpan LongestClip { get; init; } = LongestClipMax;

    /// <summary>Beyond it the votes of a clip smear, and reach past the gaps between tracks.</summary>
    internal static TimeSpan LongestClipMax { get; } = TimeSpan.FromSeconds(20);
}
