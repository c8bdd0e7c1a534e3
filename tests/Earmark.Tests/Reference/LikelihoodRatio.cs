namespace Earmark.Tests.Reference;

/// <summary>The score of fingerprint.md, section 5, by its formula.</summary>
internal static class LikelihoodRatio
{
    /// <summary>x of one peak of a clip, mapped to the reference. Peaks in seconds and hertz, in any order.</summary>
    public static double PeakRatio(
        IReadOnlyCollection<(double Time, double Frequency)> reference, double time, double frequency)
    {
        var near = reference
            .Select(peak => (Dt: Math.Abs(peak.Time - time), Df: Math.Abs(peak.Frequency - frequency)))
            .Where(peak => peak.Dt <= 1).ToList();
        var wide = near.Count(peak => peak.Df <= 120);
        var narrow = near.Count(peak => peak.Df <= 12);
        var density = Math.Max(
            (wide + 0.5) / (2.0 * (120 + Math.Min(frequency, 120))),
            narrow / (2.0 * 24));

        var kernel = 0.0;
        foreach (var (dt, df) in near)
        {
            var z = Math.Pow(dt / 0.012, 2) + Math.Pow(df / 3, 2);
            kernel += z < 225 ? (0.7 * Math.Exp(-z / 2)) + (0.3 * Math.Exp(-z / 18) / 9) : 0;
        }

        return kernel / (2 * Math.PI * 0.012 * 3) / density;
    }

    /// <summary>S, at the best of the shares.</summary>
    public static double Score(IReadOnlyCollection<double> ratios)
    {
        double[] shares = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7];
        return Math.Max(0, shares.Max(share => ratios.Sum(ratio => Math.Log(1 - share + (share * ratio)))));
    }
}
