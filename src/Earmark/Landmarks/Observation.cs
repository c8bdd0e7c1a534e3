using Earmark.Spectral;

namespace Earmark.Landmarks;

/// <summary>All that is looked at in a query.</summary>
/// <param name="Constellation">Its peaks, at the density of a query: what candidates are found by.</param>
/// <param name="Contrast">
/// How its cells stand out, whether they are peaks or not: what candidates are tested by. Of as many frames.
/// </param>
public sealed record Observation(Constellation Constellation, ContrastRecord Contrast)
{
    /// <summary>
    /// An observation of which only the peaks are known: they stand out, the more so the lower their rank, and nothing
    /// else does.
    /// </summary>
    /// <param name="constellation">Peaks by frame, then by frequency, all in the profile's band.</param>
    public static Observation OfPeaks(Constellation constellation, FingerprintProfile profile)
    {
        ArgumentNullException.ThrowIfNull(constellation);
        ArgumentNullException.ThrowIfNull(profile);

        // Only the order of contrasts counts; peaks of queries have some 2 to 8 nats.
        const float Strongest = 8;
        const float Weakest = 2;
        var slope = (Strongest - Weakest) / profile.QueryPeakRate;
        var contrast = new ContrastRecord(profile);
        var row = new float[profile.BinCount];
        var next = 0;
        for (var frame = 0; frame < constellation.FrameCount; frame++)
        {
            Array.Clear(row);
            for (; next < constellation.Peaks.Count && constellation.Peaks[next].Frame == frame; next++)
            {
                var peak = constellation.Peaks[next];
                var bin = (peak.Step / Peak.StepsPerBin) - profile.LowestBin;
                row[Math.Clamp(bin, 0, row.Length - 1)] = Strongest - (slope * peak.Rank);
            }

            contrast.Add(row);
        }

        return new Observation(constellation, contrast);
    }
}
