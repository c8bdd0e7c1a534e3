using Earmark.Audio;

namespace Earmark.Comparing;

/// <summary>Refines a coarse line by the sound itself: correlates windows along the overlap.</summary>
internal static class FineLine
{
    /// <summary>Length of a window, in samples (4.1 s): in noise, longer ones find their place more often.</summary>
    private const int WindowLength = 1 << 15;

    /// <summary>Windows at most: what is held takes 280 KB each, and 100 say the drift to 0.1 ppm.</summary>
    private const int WindowsMax = 120;

    /// <summary>How far around the coarse line is looked, and then around the first fit, in seconds.</summary>
    private const double FirstReach = 0.12;
    private const double SecondReach = 0.02;

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
        var half = WindowLength / 2.0 / profile.SampleRate;
        var first = Math.Max(0, coarse.Unmap(0)) + half;
        var last = Math.Min(take.Duration, coarse.Unmap(reference.Duration)) - half;
        if (last < first)
        {
            return null;
        }

        // End to end; where only two would fit, three that overlap tell whether one of them is wrong.
        var least = last - first > half ? 3 : 1;
        var count = Math.Clamp(1 + (int)((last - first) / (2 * half)), least, WindowsMax);
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            times[i] = count == 1 ? (first + last) / 2 : first + (i * (last - first) / (count - 1));
        }

        var slack = (int)((FirstReach + SecondReach) * 2 * profile.SampleRate);
        var ours = SoundWindows.Read(take.Path, profile, times, WindowLength + slack, cancellation);
        var others = SoundWindows.Read(
            reference.Path, profile, Array.ConvertAll(times, coarse.Map), WindowLength + slack, cancellation);
        var correlation = new Correlation(others, ours, times, profile.SampleRate);
        var points = correlation.Along(coarse, FirstReach, cancellation);
        if (points.Count == 0)
        {
            return null;
        }

        var fit = LineFit.Near(points, coarse, FactorReach, FirstTolerance, LeastSpan);
        var logChance = LogChance(points.Count, fit.Inliers.Count);
        points = correlation.Along(fit.Line, SecondReach, cancellation);
        fit = LineFit.Near(points, fit.Line, FactorReach, SecondTolerance, LeastSpan);
        return new Result(fit, points.Count, logChance);
    }

    /// <summary>
    /// Natural logarithm of how often windows of nothing in common agree so well: each falls near a line as often as
    /// the line's width is to what was looked at, and there are as many lines as pairs of windows.
    /// </summary>
    private static double LogChance(int count, int inlierCount)
    {
        const double Share = FirstTolerance / FirstReach;
        var lines = Math.Max(1, count * (count - 1) / 2.0);

        // The tail of the binomial distribution is bounded by Chernoff's inequality.
        var share = (double)inlierCount / count;
        var divergence = (share * Math.Log(share / Share))
            + (share < 1 ? (1 - share) * Math.Log((1 - share) / (1 - Share)) : 0);
        return share <= Share ? 0 : Math.Min(0, Math.Log(lines) - (count * divergence));
    }

    /// <summary>What the windows say.</summary>
    /// <param name="WindowCount">Windows that had sound in both.</param>
    /// <param name="LogChance">Natural logarithm of the odds that windows of nothing in common agree so well.</param>
    internal readonly record struct Result(LineFit Fit, int WindowCount, double LogChance)
    {
        /// <summary>Whether enough windows lie on the line to go by it, if it is sure that takes overlap.</summary>
        public bool IsAgreed => Fit.Inliers.Count >= Math.Max(2, 0.6 * WindowCount);
    }

    /// <summary>A recording and how long it is.</summary>
    internal readonly record struct Extent(string Path, double Duration);

    private sealed class Correlation(SoundWindows others, SoundWindows ours, double[] times, int sampleRate)
    {
        private readonly CrossCorrelator _correlator = new(WindowLength, sampleRate);
        private readonly float[] _other = new float[WindowLength];
        private readonly float[] _own = new float[WindowLength];

        /// <summary>Returns where each window lies beside a line.</summary>
        /// <param name="reach">In seconds.</param>
        public List<(double Time, double Other)> Along(Line line, double reach, CancellationToken cancellation)
        {
            var points = new List<(double Time, double Other)>();
            for (var i = 0; i < times.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var expected = line.Map(times[i]);
                others.Resample(i, expected, 1, _other);
                ours.Resample(i, times[i], 1 / line.Factor, _own);
                if (_correlator.Lag(_other, _own, (int)(reach * sampleRate)) is { } lag)
                {
                    points.Add((times[i], expected + (lag / sampleRate)));
                }
            }

            return points;
        }
    }
}
