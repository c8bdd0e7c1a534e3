namespace Earmark.Lab;

/// <summary>Step 4: pairs each peak with the first three others that a scan of what follows it meets.</summary>
/// <remarks>
/// First the peak's own segment, upward; then the segments after it, each from its lowest row in reach to its highest.
/// Three ends it at once: where three higher peaks sound together, a peak has no pair with a later one. Row 0 is
/// never reached, as the lab counts from 1.
/// </remarks>
public static class PairScan
{
    /// <summary>Pairs of one peak, at most.</summary>
    public const int FanOut = 3;

    /// <summary>Segments in reach, those after the peak's own, plus one.</summary>
    public const int FrameReach = 35;

    /// <summary>Rows in reach: downward so many, upward one less.</summary>
    public const int BinReach = 30;

    /// <summary>Finds all pairs; peaks row by row.</summary>
    public static List<LabPair> Scan(PeakMap peaks)
    {
        ArgumentNullException.ThrowIfNull(peaks);
        var pairs = new List<LabPair>();
        foreach (var (bin, frame) in peaks.RowByRow())
        {
            Scan(peaks, bin, frame, pairs);
        }

        return pairs;
    }

    private static void Scan(PeakMap peaks, int bin, int frame, List<LabPair> pairs)
    {
        var full = pairs.Count + FanOut;
        var binEnd = Math.Min(LabSpectrogram.BinCount, bin + BinReach);
        for (var other = bin + 1; other < binEnd && pairs.Count < full; other++)
        {
            if (peaks.Has(other, frame))
            {
                pairs.Add(new LabPair(frame, frame, bin, other));
            }
        }

        var frameEnd = Math.Min(peaks.FrameCount, frame + FrameReach);
        for (var later = frame + 1; later < frameEnd; later++)
        {
            for (var other = Math.Max(1, bin - BinReach); other < binEnd && pairs.Count < full; other++)
            {
                if (peaks.Has(other, later))
                {
                    pairs.Add(new LabPair(frame, later, bin, other));
                }
            }

            if (pairs.Count == full)
            {
                return;
            }
        }
    }
}
