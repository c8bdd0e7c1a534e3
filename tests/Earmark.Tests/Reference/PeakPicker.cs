using Earmark.Landmarks;

namespace Earmark.Tests.Reference;

/// <summary>Peaks of a whole recording by the definition in fingerprint.md, sections 1 and 7, in double.</summary>
internal static class PeakPicker
{
    /// <summary>Returns frame, bin of the transform, where between bins the frequency is, and contrast.</summary>
    /// <param name="contrast">Shape [frames][bins of the band].</param>
    /// <param name="levels">Likewise.</param>
    public static List<(int Frame, int Bin, double Shift, double Salience)> Pick(
        double[][] contrast, double[][] levels, FingerprintProfile profile)
    {
        var peaks = new List<(int Frame, int Bin, double Shift, double Salience)>();
        for (var frame = 0; frame < contrast.Length && contrast.Length >= 3; frame++)
        {
            // The guard bins at either end are never peaks.
            for (var bin = 1; bin < profile.BinCount - 1; bin++)
            {
                var salience = contrast[frame][bin];
                if (salience >= 1e-3
                    && salience > contrast[frame][bin - 1]
                    && (frame == 0 || salience > contrast[frame - 1][bin])
                    && !IsAnyHigher(contrast, frame, bin, profile))
                {
                    peaks.Add((frame, profile.LowestBin + bin, Shift(levels[frame], bin), salience));
                }
            }
        }

        return peaks;
    }

    private static bool IsAnyHigher(double[][] contrast, int frame, int bin, FingerprintProfile profile)
    {
        for (var f = frame - profile.PeakFrameRadius; f <= frame + profile.PeakFrameRadius; f++)
        {
            for (var b = bin - profile.PeakBinRadius; b <= bin + profile.PeakBinRadius; b++)
            {
                var isInside = f >= 0 && f < contrast.Length && b >= 0 && b < profile.BinCount;
                if (isInside && contrast[f][b] > contrast[frame][bin])
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static double Shift(double[] levels, int bin)
    {
        var (below, level, above) = (levels[bin - 1], levels[bin], levels[bin + 1]);
        var curvature = below - (2 * level) + above;
        return curvature >= -1e-6 ? 0 : Math.Clamp(0.5 * (below - above) / curvature, -0.5, 0.5);
    }
}
