namespace Earmark.Matching;

/// <summary>How much better a placement explains a clip's peaks than chance does: the score that decides.</summary>
/// <remarks>
/// <para>
/// Each peak of the clip is either the track's (found within milliseconds and hertz of one of its peaks) or noise
/// (found anywhere, at the density the track has around there). With a share w of the former, the log-likelihood
/// ratio of the clip is Σ ln(1 − w + w·x), x being the ratio of the two densities at each peak, and the score is its
/// largest value over w, in nats.
/// </para>
/// <para>
/// The density of chance is measured in a wide and in a narrow band of frequency, and the larger taken: without the
/// narrow one, tonal music, whose notes recur at the same pitch, inflates the scores of wrong tracks to 20–80 nats.
/// </para>
/// </remarks>
internal static class LikelihoodRatio
{
    private const double TimeSigma = 0.012;
    private const double FrequencySigma = 3;

    // A peak found is spread as a Gaussian, with a share in one three times as wide: tails are heavier than normal.
    private const double CoreShare = 0.7;
    private const double TailShare = 0.3;
    private const double Cutoff = 225;

    private const double WindowRadius = 1;
    private const double WideRadius = 120;
    private const double NarrowRadius = 12;

    /// <summary>How far beyond the ends of a track its peaks may be looked for, in seconds.</summary>
    private const double Overhang = 0.5;

    private static readonly double[] Shares = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7];

    /// <summary>
    /// Writes x for each peak of the clip; 1, which says nothing, where it lies outside of the track.
    /// </summary>
    /// <param name="ratios">Shape [peaks of the clip].</param>
    public static void PeakRatios(
        QueryClip clip, ReferencePeaks reference, Placement placement, Span<double> ratios)
    {
        for (var i = 0; i < ratios.Length; i++)
        {
            var time = placement.Offset + (placement.Warp.Time * clip.Times[i]);
            var isInside = time >= -Overhang && time <= reference.Duration + Overhang;
            ratios[i] = isInside ? PeakRatio(reference, time, placement.Warp.Frequency * clip.Frequencies[i]) : 1;
        }
    }

    /// <summary>Returns the score, never negative.</summary>
    public static double Score(ReadOnlySpan<double> ratios)
    {
        var best = 0.0;
        foreach (var share in Shares)
        {
            var score = 0.0;
            foreach (var ratio in ratios)
            {
                score += Math.Log(1 - share + (share * ratio));
            }

            best = Math.Max(best, score);
        }

        return best;
    }

    private static double PeakRatio(ReferencePeaks reference, double time, double frequency)
    {
        var (wide, narrow, kernel) = (0, 0, 0.0);
        for (var i = reference.FirstFrom(time - WindowRadius);
            i < reference.Times.Length && reference.Times[i] <= time + WindowRadius;
            i++)
        {
            var df = reference.Frequencies[i] - frequency;
            if (Math.Abs(df) > WideRadius)
            {
                continue;
            }

            wide++;
            narrow += Math.Abs(df) <= NarrowRadius ? 1 : 0;
            var dt = (reference.Times[i] - time) / TimeSigma;
            df /= FrequencySigma;
            var z = (dt * dt) + (df * df);
            if (z < Cutoff)
            {
                kernel += (CoreShare * Math.Exp(-z / 2)) + (TailShare / 9 * Math.Exp(-z / 18));
            }
        }

        var band = WideRadius + Math.Min(frequency, WideRadius);
        var chance = Math.Max(
            (wide + 0.5) / (2 * WindowRadius * band),
            narrow / (2 * WindowRadius * 2 * NarrowRadius));
        return kernel / (2 * Math.PI * TimeSigma * FrequencySigma) / chance;
    }
}
