namespace Earmark.Comparing;

/// <summary>Fits a line through points of which many may be wrong.</summary>
/// <remarks>
/// Every pair of points names a line; the one that most points lie on is fitted to those by least squares.
/// Source: M. Fischler and R. Bolles, "Random Sample Consensus", CACM 24 (1981); here no pair is left to chance.
/// </remarks>
internal sealed record LineFit
{
    /// <summary>The fitted line.</summary>
    public required Line Line { get; init; }

    /// <summary>Indexes of the points that it goes by, ascending.</summary>
    public required IReadOnlyList<int> Inliers { get; init; }

    /// <summary>Root mean square of the inliers' distances, in seconds.</summary>
    public required double Spread { get; init; }

    /// <summary>Standard error of the line's value in the middle of the inliers, in seconds.</summary>
    public required double ShiftError { get; init; }

    /// <summary>Standard error of the factor; infinite where it was not fitted.</summary>
    public required double FactorError { get; init; }

    /// <summary>Mean time of the inliers.</summary>
    public required double Middle { get; init; }

    /// <summary>Standard error of the line's value at a time, in seconds.</summary>
    public double ErrorAt(double time) =>
        double.IsInfinity(FactorError) ? ShiftError : double.Hypot(ShiftError, FactorError * (time - Middle));

    /// <summary>Fits a line near another one.</summary>
    /// <param name="points">Time and other time, in seconds; one at least. Shape [points].</param>
    /// <param name="start">What is known: a single point, or points that are too near, keep its factor.</param>
    /// <param name="factorReach">How far the factor may be from it.</param>
    /// <param name="tolerance">How far from the line a point may lie that belongs to it, in seconds.</param>
    /// <param name="leastSpan">Points that span less time than this do not say what the factor is, in seconds.</param>
    public static LineFit Near(
        IReadOnlyList<(double Time, double Other)> points,
        Line start,
        double factorReach,
        double tolerance,
        double leastSpan)
    {
        var best = Consensus(points, start, factorReach, tolerance);
        var fit = Fit(points, best, start, leastSpan);
        fit = Again(fit, tolerance);
        return Again(fit, Narrowed(points, fit, tolerance));

        LineFit Again(LineFit last, double reach)
        {
            // Of two points that are too far from each other for the factor that is kept, one has to do.
            var near = Within(points, last.Line, reach);
            return Fit(points, near.Count > 0 ? near : [last.Inliers[0]], start, leastSpan);
        }
    }

    /// <summary>
    /// What three standard deviations are by the median distance of the inliers: a window that lies near the line by
    /// chance is further off than those that measure it.
    /// </summary>
    private static double Narrowed(
        IReadOnlyList<(double Time, double Other)> points, LineFit fit, double tolerance)
    {
        const double LeastTolerance = 0.00002;
        var distances = fit.Inliers
            .Select(i => Math.Abs(points[i].Other - fit.Line.Map(points[i].Time)))
            .Order()
            .ToList();
        return Math.Clamp(3 * 1.4826 * distances[distances.Count / 2], LeastTolerance, tolerance);
    }

    private static List<int> Consensus(
        IReadOnlyList<(double Time, double Other)> points, Line start, double factorReach, double tolerance)
    {
        List<int> best = [];
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = i; j < points.Count; j++)
            {
                var span = points[j].Time - points[i].Time;
                var factor = span == 0 ? start.Factor : (points[j].Other - points[i].Other) / span;
                if (Math.Abs(factor - start.Factor) > factorReach)
                {
                    continue;
                }

                var inliers = Within(points, new Line(points[i].Other - (factor * points[i].Time), factor), tolerance);
                best = inliers.Count > best.Count ? inliers : best;
            }
        }

        return best;
    }

    private static List<int> Within(IReadOnlyList<(double Time, double Other)> points, Line line, double tolerance)
    {
        var inliers = new List<int>();
        for (var i = 0; i < points.Count; i++)
        {
            if (Math.Abs(points[i].Other - line.Map(points[i].Time)) <= tolerance)
            {
                inliers.Add(i);
            }
        }

        return inliers;
    }

    private static LineFit Fit(
        IReadOnlyList<(double Time, double Other)> points, List<int> inliers, Line start, double leastSpan)
    {
        var count = Math.Max(1, inliers.Count);
        var meanX = inliers.Sum(i => points[i].Time) / count;
        var meanY = inliers.Sum(i => points[i].Other) / count;
        var sumXX = inliers.Sum(i => (points[i].Time - meanX) * (points[i].Time - meanX));
        var sumXY = inliers.Sum(i => (points[i].Time - meanX) * (points[i].Other - meanY));
        var isFree = inliers.Count >= 3 && points[inliers[^1]].Time - points[inliers[0]].Time >= leastSpan;
        var factor = isFree ? sumXY / sumXX : start.Factor;
        var line = new Line(meanY - (factor * meanX), factor);
        var squares = inliers.Sum(i => Math.Pow(points[i].Other - line.Map(points[i].Time), 2));
        var deviation = Math.Sqrt(squares / Math.Max(1, inliers.Count - (isFree ? 2 : 1)));
        return new LineFit
        {
            Line = line,
            Inliers = inliers,
            Spread = Math.Sqrt(squares / count),
            ShiftError = deviation / Math.Sqrt(count),
            FactorError = isFree ? deviation / Math.Sqrt(sumXX) : double.PositiveInfinity,
            Middle = meanX,
        };
    }
}
