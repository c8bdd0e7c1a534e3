namespace Earmark.Comparing;

/// <summary>How a line fares, window by window, beside others under the same windows.</summary>
/// <param name="fit">What the windows say of it.</param>
/// <param name="times">Middles of the windows, evenly spread over the take, in seconds. Shape [windows].</param>
/// <param name="otherDuration">How long the other recording is, in seconds.</param>
internal sealed class LineTrial(CoarseLine coarse, FineLine.Result fit, double[] times, double otherDuration)
{
    /// <summary>
    /// From here on one line is worse than another: by how many standard deviations, and by as much as how many windows
    /// that are not heard at all.
    /// </summary>
    private const double Significant = 2;
    private const double LeastWindows = 2;

    private readonly double[] _likeness = Likeness(fit, times);
    private readonly int _agreeing = fit.Agreeing.Count;
    private readonly List<double> _objections = [];

    /// <summary>The line it began with.</summary>
    public CoarseLine Coarse => coarse;

    /// <summary>The line that windows agree on.</summary>
    public Line Line => fit.Fit.Line;

    /// <summary>How well windows are heard on it, added up.</summary>
    public double Support => _likeness.Sum();

    /// <summary>How much better windows that lie on it are heard on other lines, added up.</summary>
    public double Objection => _objections.Sum();

    /// <summary>Looks how windows that lie on this line are heard on others.</summary>
    public void Compare(IReadOnlyList<LineTrial> trials)
    {
        var half = times[0];
        _objections.Clear();
        for (var i = 0; i < times.Length; i++)
        {
            var other = Line.Map(times[i]);
            if (other >= half && other <= otherDuration - half)
            {
                // Where the window does not agree, the other recording's sound may be heard elsewhere in this one.
                var elsewhere = trials.Max(trial =>
                    _likeness[i] > 0 ? trial._likeness[i] : Math.Max(trial._likeness[i], trial.LikenessAt(other)));
                _objections.Add(Math.Max(0, elsewhere - _likeness[i]));
            }
        }
    }

    /// <summary>Whether windows are heard better elsewhere than those of another line are.</summary>
    /// <remarks>Source: B. Welch's test of two means, Biometrika 34 (1947).</remarks>
    public bool IsWorseThan(LineTrial trial)
    {
        var (mean, variance) = MeanOf(_objections);
        var (otherMean, otherVariance) = MeanOf(trial._objections);
        var windows = (mean - otherMean) * _objections.Count * trial._agreeing / trial.Support;
        return mean - otherMean > Significant * Math.Sqrt(variance + otherVariance) && windows >= LeastWindows;
    }

    private static double[] Likeness(FineLine.Result fit, double[] times)
    {
        var likeness = fit.Agreeing.ToDictionary(point => point.Time, point => point.Likeness);
        return Array.ConvertAll(times, time => likeness.GetValueOrDefault(time));
    }

    /// <summary>A mean and the variance of that mean.</summary>
    private static (double Mean, double Variance) MeanOf(List<double> values)
    {
        var mean = values.DefaultIfEmpty().Average();
        var squares = values.Sum(value => (value - mean) * (value - mean));
        return (mean, squares / Math.Max(1, values.Count * (values.Count - 1)));
    }

    /// <summary>How well a moment of the other recording is heard on this line; that of the nearest window.</summary>
    private double LikenessAt(double other)
    {
        var step = times.Length > 1 ? times[1] - times[0] : 1;
        var nearest = (int)Math.Round((Line.Unmap(other) - times[0]) / step);
        return nearest >= 0 && nearest < times.Length ? _likeness[nearest] : 0;
    }
}
