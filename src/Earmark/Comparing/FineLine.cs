using Earmark.Audio;

namespace Earmark.Comparing;

/// <summary>Refines a coarse line by the sound itself: correlates windows along the overlap.</summary>
internal static class FineLine
{
    /// <summary>How far from the line a window may lie that goes by it, in seconds.</summary>
    private const double FirstTolerance = 0.001;
    private const double SecondTolerance = 0.0004;

    /// <summary>How far the coarse factor may be off.</summary>
    private const double FactorReach = 0.0004;

    /// <summary>Windows that span less do not tell the drift of clocks from anything else, in seconds.</summary>
    private const double LeastSpan = 20;

    /// <summary>Returns the refined fit, and what speaks for it.</summary>
    /// <param name="reference">The recording whose time is the other.</param>
    /// <param name="take">The recording whose time is mapped; both are read once more.</param>
    /// <returns>Null where they overlap for less than a window, or are silent there.</returns>
    /// <exception cref="AudioException">One of them cannot be read.</exception>
    public static Result? Refine(
        Extent reference, Extent take, Line coarse, FingerprintProfile profile, CancellationToken cancellation)
    {
        var half = WindowPairs.HalfLength(profile);
        var first = Math.Max(0, coarse.Unmap(0)) + half;
        var last = Math.Min(take.Duration, coarse.Unmap(reference.Duration)) - half;
        if (last < first)
        {
            return null;
        }

        var times = WindowPairs.Spread(first, last, profile);
        var ours = WindowPairs.Read(take.Path, profile, times, cancellation);
        var others = WindowPairs.Read(reference.Path, profile, Array.ConvertAll(times, coarse.Map), cancellation);
        var pairs = new WindowPairs(others, ours, times, profile.SampleRate);
        if (FirstFit(pairs, coarse, cancellation) is not { } result)
        {
            return null;
        }

        var points = pairs.Along(result.Fit.Line, WindowPairs.SecondReach, cancellation);
        return points.Count == 0
            ? result
            : result with { Fit = Fit(points, result.Fit.Line, SecondTolerance), WindowCount = points.Count };
    }

    /// <summary>Returns the fit near a coarse line, to a millisecond; null where there is silence only.</summary>
    public static Result? FirstFit(WindowPairs pairs, Line coarse, CancellationToken cancellation)
    {
        var points = pairs.Along(coarse, WindowPairs.FirstReach, cancellation);
        if (points.Count == 0)
        {
            return null;
        }

        var fit = Fit(points, coarse, FirstTolerance);
        var agreeing = points.FindAll(point => Math.Abs(point.Other - fit.Line.Map(point.Time)) <= FirstTolerance);
        return new Result(
            fit,
            points.Count,
            agreeing,
            LogChance(points.Count, fit.Inliers.Count));
    }

    private static LineFit Fit(List<SoundPoint> points, Line start, double tolerance) => LineFit.Near(
        points.ConvertAll(point => (point.Time, point.Other)), start, FactorReach, tolerance, LeastSpan);

    /// <summary>
    /// Natural logarithm of how often windows of nothing in common agree so well: each falls near a line as often as
    /// the line's width is to what was looked at, and there are as many lines as pairs of windows.
    /// </summary>
    private static double LogChance(int count, int inlierCount)
    {
        const double Share = FirstTolerance / WindowPairs.FirstReach;
        var lines = Math.Max(1, count * (count - 1) / 2.0);

        // The tail of the binomial distribution is bounded by Chernoff's inequality.
        var share = (double)inlierCount / count;
        var divergence = (share * Math.Log(share / Share))
            + (share < 1 ? (1 - share) * Math.Log((1 - share) / (1 - Share)) : 0);
        return share <= Share ? 0 : Math.Min(0, Math.Log(lines) - (count * divergence));
    }

    /// <summary>What the windows say.</summary>
    /// <param name="WindowCount">Windows that had sound in both.</param>
    /// <param name="Agreeing">Those that agree to a millisecond.</param>
    /// <param name="LogChance">Natural logarithm of the odds that windows of nothing in common agree so well.</param>
    internal readonly record struct Result(
        LineFit Fit, int WindowCount, IReadOnlyList<SoundPoint> Agreeing, double LogChance)
    {
        /// <summary>Natural logarithm of the odds of chance up to which takes overlap: one in a million.</summary>
        public static readonly double LogChanceMax = Math.Log(1e-6);

        /// <summary>Whether windows of different events do not agree so well.</summary>
        public bool IsSure => LogChance <= LogChanceMax;

        /// <summary>Whether enough windows lie on the line to go by it, if it is sure that takes overlap.</summary>
        public bool IsAgreed => Fit.Inliers.Count >= Math.Max(2, 0.6 * WindowCount);
    }

    /// <summary>A recording and how long it is.</summary>
    internal readonly record struct Extent(string Path, double Duration);
}
