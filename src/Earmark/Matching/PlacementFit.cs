namespace Earmark.Matching;

/// <summary>Refines where a clip lies in a track: offset, drift and pitch that bring most peaks together.</summary>
/// <remarks>
/// Three passes with shrinking tolerances pair each clip peak with the nearest track peak, find the densest group of
/// time residuals, and fit a line through it by Gaussian-weighted least squares, with a ridge on the slope so that few
/// peaks cannot tilt it. Frequency is fitted likewise, by one factor.
/// </remarks>
internal static class PlacementFit
{
    /// <summary>The passes' boxes around a mapped peak: ± seconds, ± hertz.</summary>
    private static readonly (double Time, double Frequency)[] Tolerances = [(0.060, 15), (0.036, 9), (0.024, 6)];

    private const int LeastPairs = 3;
    private const double DensestWidth = 0.029;

    /// <summary>How far apart in time the two peaks of a pair usually are, in seconds.</summary>
    private const double PairSpread = 0.010;

    private const double FrequencyPrior = 3e6;

    /// <summary>Widths of the time weights, round by round, in seconds.</summary>
    private static readonly double[] TimeSigmas = [0.043, 0.043, 0.020, 0.020];

    private const double FrequencySigma = 4.8;
    private const double FrequencyTimeSigma = 0.024;

    /// <summary>Returns the refined placement; where fewer than three peaks pair up, it stays as it was.</summary>
    /// <param name="hypothesis">How far the time factor may stray, and whether pitch says what it is.</param>
    public static Placement Refine(
        QueryClip clip, ReferencePeaks reference, Placement start, Hypothesis hypothesis)
    {
        var ridge = PairSpread * PairSpread / (hypothesis.TimeSpread * hypothesis.TimeSpread);
        var placement = start;
        var pairs = new List<Residual>();
        foreach (var tolerance in Tolerances)
        {
            Pair(clip, reference, placement, tolerance, pairs);
            if (pairs.Count < LeastPairs)
            {
                break;
            }

            var warp = placement.Warp;
            var (shift, slope) = FitTime(pairs, hypothesis.IsSpeed ? (1 / warp.Frequency) - warp.Time : 0, ridge);
            var factor = FitFrequency(pairs, shift, slope);
            placement = new Placement(
                placement.Offset + shift - (slope * clip.Middle),
                new Warp(warp.Time + slope, warp.Frequency * (1 + factor)));
        }

        return placement;
    }

    /// <summary>Returns the index of the peak nearest to a place, or −1 where none lies in the box around it.</summary>
    public static int Nearest(
        ReferencePeaks reference, double time, double frequency, (double Time, double Frequency) tolerance)
    {
        var nearest = -1;
        var least = double.PositiveInfinity;
        for (var i = reference.FirstFrom(time - tolerance.Time);
            i < reference.Times.Length && reference.Times[i] <= time + tolerance.Time;
            i++)
        {
            var df = reference.Frequencies[i] - frequency;
            if (Math.Abs(df) <= tolerance.Frequency)
            {
                var dt = (reference.Times[i] - time) / tolerance.Time;
                var distance = (dt * dt) + (df / tolerance.Frequency * (df / tolerance.Frequency));
                if (distance < least)
                {
                    (nearest, least) = (i, distance);
                }
            }
        }

        return nearest;
    }

    private static void Pair(
        QueryClip clip,
        ReferencePeaks reference,
        Placement placement,
        (double Time, double Frequency) tolerance,
        List<Residual> pairs)
    {
        pairs.Clear();
        for (var i = 0; i < clip.Times.Length; i++)
        {
            var time = placement.Offset + (placement.Warp.Time * clip.Times[i]);
            var frequency = placement.Warp.Frequency * clip.Frequencies[i];
            var nearest = Nearest(reference, time, frequency, tolerance);
            if (nearest >= 0)
            {
                pairs.Add(new Residual(
                    clip.Times[i] - clip.Middle,
                    reference.Times[nearest] - time,
                    frequency,
                    reference.Frequencies[nearest] - frequency));
            }
        }
    }

    /// <summary>Fits time error = shift + slope · (clip time − middle).</summary>
    /// <param name="prior">Slope that is expected before any pair is seen.</param>
    /// <param name="ridge">How much it weighs.</param>
    private static (double Shift, double Slope) FitTime(List<Residual> pairs, double prior, double ridge)
    {
        var shift = DensestMean(pairs);
        var slope = 0.0;
        foreach (var sigma in TimeSigmas)
        {
            double weights = 0, sumX = 0, sumY = 0, sumXX = 0, sumXY = 0;
            foreach (var pair in pairs)
            {
                var w = Gaussian((pair.TimeError - shift - (slope * pair.X)) / sigma);
                weights += w;
                sumX += w * pair.X;
                sumY += w * pair.TimeError;
                sumXX += w * pair.X * pair.X;
                sumXY += w * pair.X * pair.TimeError;
            }

            if (weights < 1e-9)
            {
                break;
            }

            var (meanX, meanY) = (sumX / weights, sumY / weights);
            slope = (sumXY - (weights * meanX * meanY) + (ridge * prior))
                / (sumXX - (weights * meanX * meanX) + ridge);
            shift = meanY - (slope * meanX);
        }

        return (shift, slope);
    }

    /// <summary>Fits frequency error = factor · frequency.</summary>
    private static double FitFrequency(List<Residual> pairs, double shift, double slope)
    {
        var factor = 0.0;
        for (var round = 0; round < TimeSigmas.Length; round++)
        {
            double sumXX = FrequencyPrior, sumXY = 0;
            foreach (var pair in pairs)
            {
                var w = Gaussian((pair.FrequencyError - (factor * pair.Frequency)) / FrequencySigma)
                    * Gaussian((pair.TimeError - shift - (slope * pair.X)) / FrequencyTimeSigma);
                sumXX += w * pair.Frequency * pair.Frequency;
                sumXY += w * pair.Frequency * pair.FrequencyError;
            }

            factor = sumXY / sumXX;
        }

        return factor;
    }

    /// <summary>
    /// Mean of the time errors in the interval of fixed width that holds most; of equal ones the first.
    /// </summary>
    private static double DensestMean(List<Residual> pairs)
    {
        var errors = new double[pairs.Count];
        for (var i = 0; i < errors.Length; i++)
        {
            errors[i] = pairs[i].TimeError;
        }

        Array.Sort(errors);
        var (bestStart, bestCount, end) = (0, 0, 0);
        for (var start = 0; start < errors.Length; start++)
        {
            while (end < errors.Length && errors[end] <= errors[start] + DensestWidth)
            {
                end++;
            }

            if (end - start > bestCount)
            {
                (bestStart, bestCount) = (start, end - start);
            }
        }

        var sum = 0.0;
        for (var i = bestStart; i < bestStart + bestCount; i++)
        {
            sum += errors[i];
        }

        return sum / bestCount;
    }

    private static double Gaussian(double deviations) => Math.Exp(-0.5 * deviations * deviations);

    /// <summary>A clip peak and the track peak nearest to where it was mapped.</summary>
    /// <param name="X">Clip time from the clip's middle, in seconds.</param>
    /// <param name="TimeError">Track time less mapped time, in seconds.</param>
    /// <param name="Frequency">Mapped frequency, in hertz.</param>
    /// <param name="FrequencyError">Track frequency less mapped frequency, in hertz.</param>
    private readonly record struct Residual(double X, double TimeError, double Frequency, double FrequencyError);
}
