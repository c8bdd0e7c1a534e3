using Earmark.Landmarks;

namespace Earmark.Matching;

/// <summary>Says whether two tracks that fit a clip equally are the same recording from end to end.</summary>
/// <remarks>
/// Lays the two stored constellations over each other where the clip says. Copies, re-encoded ones too, share most of
/// their strongest peaks throughout; recordings that share a loop or a sample do so for a while.
/// </remarks>
internal static class DuplicateCheck
{
    /// <summary>Peaks that any encoder keeps: those of lower rank, per second.</summary>
    private const int StrongRank = 10;

    /// <summary>A peak this near is the same one: ± frames, ± steps (a bin).</summary>
    private const int FrameTolerance = 2;
    private const int StepTolerance = Peak.StepsPerBin;

    /// <summary>Share of strong peaks that a stretch must share; strangers share one in twenty.</summary>
    private const double SharedPeaks = 0.4;

    /// <summary>Share of the longer track's stretches that must.</summary>
    private const double SharedStretches = 0.8;

    private const double StretchLength = 5;

    /// <summary>Whether both are one recording; only for tracks that play at the same speed and pitch.</summary>
    public static bool AreSame(Alignment a, Alignment b, FingerprintProfile profile)
    {
        const double FactorTolerance = 0.003;
        var (warpA, warpB) = (a.Placement.Warp, b.Placement.Warp);
        if (Math.Abs((warpA.Time / warpB.Time) - 1) > FactorTolerance
            || Math.Abs((warpA.Frequency / warpB.Frequency) - 1) > FactorTolerance)
        {
            return false;
        }

        var middle = (a.QueryStart + a.QueryStop) / 2;
        var shift = (int)Math.Round((b.Placement.Map(middle) - a.Placement.Map(middle)) / profile.FrameDuration);
        return Share(a.Candidate, b.Candidate, shift, profile) >= SharedStretches;
    }

    /// <summary>Share of the longer track's stretches in which most strong peaks of A are B's too.</summary>
    private static double Share(Candidate a, Candidate b, int shift, FingerprintProfile profile)
    {
        var (peaksA, peaksB) = (ReadAll(a), ReadAll(b));
        var stretch = (int)(StretchLength / profile.FrameDuration);
        var longer = 1 + ((Math.Max(a.Track.FrameCount, b.Track.FrameCount) - 1) / stretch);
        var shared = 0;
        var first = 0;
        foreach (var part in peaksA.Where(peak => peak.Rank < StrongRank).GroupBy(peak => peak.Frame / stretch))
        {
            var (count, found) = (0, 0);
            foreach (var peak in part)
            {
                count++;
                found += HasNear(peaksB, peak, shift, ref first) ? 1 : 0;
            }

            shared += found >= SharedPeaks * count ? 1 : 0;
        }

        return (double)shared / longer;
    }

    private static Peak[] ReadAll(Candidate candidate)
    {
        Peak[] peaks = [];
        var count = candidate.Segment.ReadPeaks(candidate.Track, 0, int.MaxValue, ref peaks);
        return peaks[..count];
    }

    /// <param name="first">Where to begin; moves on with the frame that is asked for.</param>
    private static bool HasNear(Peak[] peaks, Peak peak, int shift, ref int first)
    {
        var frame = peak.Frame + shift;
        while (first < peaks.Length && peaks[first].Frame < frame - FrameTolerance)
        {
            first++;
        }

        for (var i = first; i < peaks.Length && peaks[i].Frame <= frame + FrameTolerance; i++)
        {
            if (Math.Abs(peaks[i].Step - peak.Step) <= StepTolerance)
            {
                return true;
            }
        }

        return false;
    }
}
