using Earmark.Landmarks;

namespace Earmark.Tests.Reference;

/// <summary>Ranks by the definition in fingerprint.md, sections 1 and 7.</summary>
internal static class PeakRanker
{
    public static List<Peak> Keep(
        IReadOnlyList<SalientPeak> peaks, long sampleCount, FingerprintProfile profile, int peakRate)
    {
        var halfSecond = profile.SampleRate / 2;
        var kept = new List<Peak>();
        for (var i = 0; i < peaks.Count; i++)
        {
            var above = peaks.Where((other, j) =>
                Math.Abs(Middle(other) - Middle(peaks[i])) <= halfSecond
                && (other.Salience > peaks[i].Salience || (other.Salience == peaks[i].Salience && j < i)));
            var start = Math.Max(0, Middle(peaks[i]) - halfSecond);
            var stop = Math.Min(sampleCount, Middle(peaks[i]) + halfSecond);
            var rank = above.Count() / Math.Max(0.1, (double)(stop - start) / profile.SampleRate);
            if (rank < peakRate)
            {
                kept.Add(new Peak(peaks[i].Frame, peaks[i].Step, (byte)Math.Floor(rank)));
            }
        }

        return kept;

        // In samples, so that half a second is exactly that.
        long Middle(SalientPeak peak) => ((long)peak.Frame * profile.HopLength) + (profile.WindowLength / 2);
    }
}
