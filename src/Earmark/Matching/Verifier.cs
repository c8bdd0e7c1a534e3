using Earmark.Landmarks;

namespace Earmark.Matching;

/// <summary>Lays a clip over a track, where a candidate says, and measures the fit.</summary>
/// <remarks>Made once for a clip, as it keeps its memory. For one thread.</remarks>
internal sealed class Verifier(QueryClip clip)
{
    /// <summary>What a nat of the peaks' likelihood ratio counts beside one of the exceedances'.</summary>
    private const double PeakWeight = 0.3;

    /// <summary>Peaks add no more than this, in nats …</summary>
    private const double PeakLimit = 2;

    /// <summary>… unless their likelihood ratio exceeds what rhythm and key alone have been seen to reach.</summary>
    private const double PeakConclusive = 25;

    /// <summary>What a vote counts beside a nat when candidates are screened.</summary>
    public const double VoteWeight = 0.3;

    /// <summary>A peak this near to its place is aligned: ± seconds, ± hertz.</summary>
    private static readonly (double Time, double Frequency) AlignedTolerance = (0.024, 6);

    /// <summary>A second with as many aligned peaks speaks for the track; chance aligns one in two seconds.</summary>
    private const int AlignedEnough = 3;

    /// <summary>How far around the mapped clip reference peaks are read, in seconds.</summary>
    private const double Margin = 2;
    private const double ScreenMargin = 0.1;

    /// <summary>How far from its place a track is tried elsewhere, in frames (10 s), and in which steps.</summary>
    private const int RecurrenceReach = 624;
    private const int RecurrenceStep = 3;

    /// <summary>Nearer to its place than this a track still fits because it is the right one (in frames).</summary>
    private const int RecurrenceGap = 6;

    /// <summary>Of the places tried, the share that fits better than what is said to recur.</summary>
    private const double RecurrenceShare = 0.03;

    private readonly double[] _ratios = new double[clip.Times.Length];
    private Peak[] _peaks = [];

    /// <summary>Scores the very place that the votes name, and the votes: enough to choose whom to verify.</summary>
    public double Screen(Candidate candidate) =>
        ExceedanceScore.Of(clip, Read(candidate, ScreenMargin), candidate.Placement) + (VoteWeight * candidate.Votes);

    /// <summary>Fits the placement and scores it.</summary>
    public Alignment Verify(Candidate candidate, Hypothesis hypothesis)
    {
        var peaks = Read(candidate, Margin);
        var reference = ToReference(peaks, candidate);
        var placement = PlacementFit.Refine(clip, reference, candidate.Placement, hypothesis);
        LikelihoodRatio.PeakRatios(clip, reference, placement, _ratios);
        var (exceedance, bySecond) = ExceedanceScore.BySecond(clip, peaks, placement);
        var aligned = AlignedBySecond(reference, placement);
        var peakScore = PeakBonus(LikelihoodRatio.Score(_ratios));
        var (coverage, start, stop) = Covered(bySecond.Zip(aligned, Speaks).ToArray());
        return new Alignment
        {
            Candidate = candidate,
            Placement = placement,
            Score = exceedance + peakScore,
            // A score of 0 says that no share of the track explains the clip: no second adds anything.
            BySecond = exceedance > 0 ? bySecond : new double[bySecond.Length],
            PeakScore = peakScore,
            AlignedPeakCount = aligned.Sum(),
            Coverage = coverage,
            QueryStart = start,
            QueryStop = stop,
        };
    }

    /// <summary>Returns what a track scores at other places near by: what its beat and its key alone reach.</summary>
    /// <returns>In nats; the score that three in a hundred of the places within ±10 s exceed.</returns>
    public double Recurrence(Alignment alignment)
    {
        var (candidate, placement) = (alignment.Candidate, alignment.Placement);
        var frameDuration = clip.Profile.FrameDuration;
        var peaks = Read(
            candidate with { Placement = placement }, ScreenMargin + (RecurrenceReach * frameDuration));
        var weights = ExceedanceScore.OnsetWeights(peaks);
        var scores = new List<double>((2 * RecurrenceReach / RecurrenceStep) + 1);
        for (var shift = -RecurrenceReach; shift <= RecurrenceReach; shift += RecurrenceStep)
        {
            var elsewhere = placement with { Offset = placement.Offset + (shift * frameDuration) };
            var middle = (int)(elsewhere.Map(clip.Middle) / frameDuration);
            if (Math.Abs(shift) > RecurrenceGap && middle >= 0 && middle < candidate.Track.FrameCount)
            {
                scores.Add(ExceedanceScore.Of(clip, peaks, weights, elsewhere));
            }
        }

        scores.Sort();
        return scores.Count > 0 ? scores[(int)((1 - RecurrenceShare) * scores.Count)] : 0;
    }

    private static double PeakBonus(double ratio) =>
        Math.Min(PeakLimit, PeakWeight * ratio) + (PeakWeight * Math.Max(0, ratio - PeakConclusive));

    private ReadOnlySpan<Peak> Read(Candidate candidate, double margin)
    {
        var frameDuration = clip.Profile.FrameDuration;
        var (offset, warp) = candidate.Placement;
        var first = (offset + (warp.Time * clip.Frames.First * frameDuration) - margin) / frameDuration;
        var last = (offset + (warp.Time * clip.Frames.End * frameDuration) + margin) / frameDuration;
        var count = candidate.Segment.ReadPeaks(
            candidate.Track, Math.Max(0, (int)first - 1), Math.Max(0, (int)last + 1), ref _peaks);
        return _peaks.AsSpan(0, count);
    }

    private ReferencePeaks ToReference(ReadOnlySpan<Peak> peaks, Candidate candidate)
    {
        var profile = clip.Profile;
        var middle = QueryClip.FrameMiddle(profile);
        var times = new double[peaks.Length];
        var frequencies = new double[peaks.Length];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = middle + (peaks[i].Frame * profile.FrameDuration);
            frequencies[i] = QueryClip.Hertz(peaks[i], profile);
        }

        var duration = (2 * middle) + ((candidate.Track.FrameCount - 1) * profile.FrameDuration);
        return new ReferencePeaks(times, frequencies, duration);
    }

    /// <summary>How many of the clip's peaks fall on the track's, second by second.</summary>
    private int[] AlignedBySecond(ReferencePeaks reference, Placement placement)
    {
        var (begin, middle) = (clip.Frames.First * clip.Profile.FrameDuration, QueryClip.FrameMiddle(clip.Profile));
        var counts = new int[ExceedanceScore.SecondCount(clip)];
        for (var i = 0; i < clip.Times.Length; i++)
        {
            var frequency = placement.Warp.Frequency * clip.Frequencies[i];
            var nearest = PlacementFit.Nearest(reference, placement.Map(clip.Times[i]), frequency, AlignedTolerance);
            var second = (int)(clip.Times[i] - middle - begin);
            counts[Math.Clamp(second, 0, counts.Length - 1)] += nearest >= 0 ? 1 : 0;
        }

        return counts;
    }

    private static bool Speaks(double score, int alignedPeakCount) => score > 0 || alignedPeakCount >= AlignedEnough;

    /// <summary>Which part of the clip speaks for the track.</summary>
    private (double Coverage, double Start, double Stop) Covered(bool[] bySecond)
    {
        var frameDuration = clip.Profile.FrameDuration;
        var begin = clip.Frames.First * frameDuration;
        var end = (clip.Frames.End * frameDuration) + (2 * QueryClip.FrameMiddle(clip.Profile)) - frameDuration;
        var covered = bySecond.Count(speaks => speaks);
        if (covered == 0)
        {
            return (0, begin, begin);
        }

        var start = begin + Array.IndexOf(bySecond, true);
        var stop = begin + Array.LastIndexOf(bySecond, true) + 1;
        return ((double)covered / bySecond.Length, start, Math.Min(stop, end));
    }
}
