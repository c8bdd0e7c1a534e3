using Earmark.Landmarks;

namespace Earmark.Tests.Reference;

/// <summary>Pairs and keys by the definition in fingerprint.md, section 2.</summary>
internal static class LandmarkPairer
{
    private static readonly double Lowest = G(95);
    private static readonly double Width = G(4095) - G(95);

    public static List<PeakPair> Pairs(IReadOnlyList<Peak> peaks, FingerprintProfile profile, int fanOut)
    {
        var pairs = new List<PeakPair>();
        for (var anchor = 0; anchor < peaks.Count; anchor++)
        {
            var zone = Enumerable.Range(0, peaks.Count)
                .Where(target => IsInZone(peaks[anchor], peaks[target], profile));
            pairs.AddRange(zone
                .OrderBy(target => peaks[target].Rank)
                .ThenBy(target => peaks[target].Frame)
                .ThenBy(target => peaks[target].Step)
                .Take(fanOut)
                .Select(target => new PeakPair(anchor, target)));
        }

        return pairs;
    }

    /// <summary>The key of a pair, or null where a cell is off the grid.</summary>
    public static int? Key(Peak anchor, Peak target, FingerprintProfile profile)
    {
        var (g1, g2) = (G(Hertz(anchor, profile)), G(Hertz(target, profile)));
        var anchorCell = (int)Math.Floor((g1 - Lowest) / (Width / 512));
        var stepCell = (int)Math.Floor((g2 - g1 + (Width / 2)) / (Width / 256));
        var delayCell = target.Frame - anchor.Frame;
        var isOnGrid = anchorCell is >= 0 and < 512 && stepCell is >= 0 and < 258 && delayCell is >= 0 and < 96;
        return isOnGrid ? (((anchorCell * 258) + stepCell) * 96) + delayCell : null;
    }

    private static bool IsInZone(Peak anchor, Peak target, FingerprintProfile profile)
    {
        var delay = (target.Frame - anchor.Frame) * profile.FrameDuration;
        var step = G(Hertz(target, profile)) - G(Hertz(anchor, profile));
        return delay >= 0.06 && delay <= 1.2 + 1e-9 && Math.Abs(step) < Width / 2;
    }

    private static double G(double frequency) => Math.Log2(1 + (frequency / 500));

    private static double Hertz(Peak peak, FingerprintProfile profile) => peak.Step / 8.0 * profile.BinWidth;
}
