using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Matching;

/// <summary>Lays a clip's whole constellation over a track's, where a candidate says, and measures the fit.</summary>
internal static class Verifier
{
    /// <summary>A peak this near to its place is aligned: ± seconds, ± hertz.</summary>
    private static readonly (double Time, double Frequency) AlignedTolerance = (0.024, 6);

    /// <summary>How far around the mapped clip reference peaks are read, in seconds.</summary>
    private const double Margin = 2;

    public static Alignment Verify(QueryClip clip, Candidate candidate)
    {
        var reference = ReadReference(clip, candidate);
        var placement = PlacementFit.Refine(clip, reference, candidate.Placement);
        var ratios = new double[clip.Times.Length];
        LikelihoodRatio.PeakRatios(clip, reference, placement, ratios);
        var (score, share) = LikelihoodRatio.Score(ratios);
        var (coverage, start, stop) = Covered(clip.Times, ratios, share);
        return new Alignment
        {
            TrackId = candidate.Track.TrackId,
            Placement = placement,
            Score = score,
            AlignedPeakCount = CountAligned(clip, reference, placement),
            Coverage = coverage,
            QueryStart = start,
            QueryStop = stop,
        };
    }

    private static ReferencePeaks ReadReference(QueryClip clip, Candidate candidate)
    {
        var profile = clip.Profile;
        var (offset, warp) = candidate.Placement;
        var first = ((offset + (warp.Time * clip.Times[0]) - Margin) / profile.FrameDuration) - 1;
        var last = ((offset + (warp.Time * clip.Times[^1]) + Margin) / profile.FrameDuration) + 1;
        Peak[] peaks = [];
        var count = candidate.Segment.ReadPeaks(
            candidate.Track, Math.Max(0, (int)first), Math.Max(0, (int)last), ref peaks);

        var middle = QueryClip.FrameMiddle(profile);
        var times = new double[count];
        var frequencies = new double[count];
        for (var i = 0; i < count; i++)
        {
            times[i] = middle + (peaks[i].Frame * profile.FrameDuration);
            frequencies[i] = QueryClip.Hertz(peaks[i], profile);
        }

        var duration = (2 * middle) + ((candidate.Track.FrameCount - 1) * profile.FrameDuration);
        return new ReferencePeaks(times, frequencies, duration);
    }

    private static int CountAligned(QueryClip clip, ReferencePeaks reference, Placement placement)
    {
        var count = 0;
        for (var i = 0; i < clip.Times.Length; i++)
        {
            var time = placement.Offset + (placement.Warp.Time * clip.Times[i]);
            var frequency = placement.Warp.Frequency * clip.Frequencies[i];
            count += PlacementFit.Nearest(reference, time, frequency, AlignedTolerance) >= 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Sums the score by second of the clip, and says which seconds have a positive one.</summary>
    private static (double Coverage, double Start, double Stop) Covered(
        double[] times, ReadOnlySpan<double> ratios, double share)
    {
        var begin = Math.Floor(times[0]);
        var scores = new double[(int)(times[^1] - begin) + 1];
        for (var i = 0; i < times.Length; i++)
        {
            scores[(int)(times[i] - begin)] += LikelihoodRatio.PeakScore(ratios[i], share);
        }

        var covered = scores.Count(score => score > 0);
        if (covered == 0)
        {
            return (0, times[0], times[0]);
        }

        var start = begin + Array.FindIndex(scores, score => score > 0);
        var stop = begin + Array.FindLastIndex(scores, score => score > 0) + 1;
        return ((double)covered / scores.Length, Math.Max(start, times[0]), Math.Min(stop, times[^1]));
    }
}
