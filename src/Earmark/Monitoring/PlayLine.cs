using Earmark.Landmarks;
using Earmark.Matching;

namespace Earmark.Monitoring;

/// <summary>A track laid along a source, where it may be playing: evidence for it, from tick to tick.</summary>
/// <remarks>
/// Once a place is known, following it needs no search: each peak of the track is looked up in the map of what was
/// heard (<see cref="ExceedanceScore"/>), some fifty a slice. The sums of both directions say where it begins and ends.
/// </remarks>
internal sealed class PlayLine
{
    /// <summary>Reference peaks are read this far beyond a slice, in seconds.</summary>
    private const double Margin = 0.2;

    /// <summary>Evidence of a slice from which on it says where the track is, in nats.</summary>
    private const double LeastOfFix = 5;

    /// <summary>How fast what is usual adapts, per slice.</summary>
    private const double Adaption = 0.2;

    private readonly TrackedPeaks _peaks;
    private readonly FingerprintProfile _profile;
    private readonly Queue<List<MetPeak>> _clear = [];
    private readonly Course _course;
    private readonly EvidenceSum _ahead;
    private readonly EvidenceSum _behind;
    private double[] _gains;
    private double _lastSighted;
    private double? _from;

    /// <summary>Lays a track along what was heard, from the clip in which it was seen as far back as it goes.</summary>
    /// <param name="slices">The newest ones, the oldest first.</param>
    public PlayLine(Sighting sighting, IReadOnlyList<HeardSlice> slices, FingerprintProfile profile)
    {
        (_profile, EValue, _lastSighted) = (profile, sighting.EValue, sighting.Time);
        TrackId = sighting.Track.TrackId;
        Length = sighting.Track.FrameCount * profile.FrameDuration;
        _peaks = new TrackedPeaks(sighting.Peaks, profile);
        _course = new Course(sighting.Time, sighting.ReferenceTime, sighting.Warp);
        FirstWarp = sighting.Warp;

        var clip = slices.TakeLast(HeardHistory.SlicesPerClip).ToList();
        var met = clip.ConvertAll(slice => Meet(slice, _course));

        // What a peak says must go by the part of the clip that is the track's, not by all of it.
        _gains = ExceedanceScore.BestGains(met.SelectMany(peaks => peaks)).Gains;
        var nats = clip.SelectMany((slice, i) => Ticks(slice, met[i])).Select(tick => tick.Nats).ToList();
        var (first, last) = StrongestStretch.Of(nats);
        _gains = ExceedanceScore.BestGains(Within(met, first, last)).Gains;
        var ticks = clip.SelectMany((slice, i) => Ticks(slice, met[i])).ToList();
        var origin = ticks[(first + last) / 2].Start;
        (_ahead, _behind) = (new EvidenceSum(origin), new EvidenceSum(origin));
        (ReferenceStart, Usual) = (_course.Map(origin), Math.Max(LeastOfFix, ticks.Sum(t => t.Nats) / clip.Count));
        LookBack(slices, origin);
        foreach (var slice in clip)
        {
            Follow(slice, origin);
        }
    }

    public long TrackId { get; }

    /// <summary>Of the track, in seconds.</summary>
    public double Length { get; }

    /// <summary>Expected false matches of its best sighting, per clip.</summary>
    public double EValue { get; private set; }

    /// <summary>Sightings in clips that have nothing in common.</summary>
    public int SightingCount { get; private set; } = 1;

    /// <summary>The play that it is, once that is sure; 0 before.</summary>
    public int Number { get; set; }

    /// <summary>When the play begins.</summary>
    public double Start => _from ?? _behind.Reach;

    /// <summary>How far the play reaches so far.</summary>
    public double Reach => _ahead.Reach;

    /// <summary>Where in the track it begins.</summary>
    public double ReferenceStart { get; private set; }

    /// <summary>Where in the track it ends so far.</summary>
    public double ReferenceStop => _course.Map(Reach);

    /// <summary>Time and frequency as they were when it was seen first.</summary>
    public Warp FirstWarp { get; }

    /// <summary>All evidence for it, in nats.</summary>
    public double Total => _ahead.Total + _behind.Total;

    /// <summary>The same with that of the lines it goes on with.</summary>
    public double TotalOfPlay => Total + (Before?.TotalOfPlay ?? 0);

    /// <summary>
    /// Evidence per second, times the share of them that speak for it. In nats: 3 to 11 where a track is heard well,
    /// 1.3 and more in a noisy room; what is merely alike speaks now and then, and has less (docs/monitoring.md).
    /// </summary>
    public double Density => Coverage * Total / Math.Max(1, Reach - Start);

    /// <summary>Evidence of the newest slice, and what is usual. In nats.</summary>
    public double Newest { get; private set; }

    /// <inheritdoc cref="Newest"/>
    public double Usual { get; private set; }

    /// <summary>Share of the seconds that speak for it, 0 … 1.</summary>
    public double Coverage
    {
        get
        {
            var count = _ahead.TickCount + _behind.TickCount;
            return count == 0 ? 0 : (double)(_ahead.SpeakingCount + _behind.SpeakingCount) / count;
        }
    }

    /// <inheritdoc cref="Course.Map"/>
    public double Map(double time) => _course.Map(time);

    /// <summary>Whether a sighting is of this very place; if so it is noted.</summary>
    public bool Takes(Sighting sighting)
    {
        const double SamePlace = 0.035;
        const double SameSpeed = 0.01;
        var isSame = sighting.Track.TrackId == TrackId
            && Math.Abs(_course.Map(sighting.Time) - sighting.ReferenceTime) < SamePlace
            && Math.Abs(Math.Log(_course.Warp.Time / sighting.Warp.Time)) < SameSpeed;
        if (isSame)
        {
            var apart = HeardHistory.SlicesPerClip * HeardSlice.FrameCountMax * _profile.FrameDuration;
            EValue = Math.Min(EValue, sighting.EValue);
            if (sighting.Time - _lastSighted >= apart - 0.1)
            {
                SightingCount++;
                _lastSighted = sighting.Time;
            }
        }

        return isSame;
    }

    /// <summary>Notes that the source broke off.</summary>
    public void Break() => _ahead.Break();

    /// <summary>Takes in the next slice.</summary>
    public void Follow(HeardSlice slice) => Follow(slice, double.NegativeInfinity);

    /// <summary>Share of this track's peaks that are the other's too, where both are heard; 0 where neither says.
    /// </summary>
    /// <remarks>Of strangers one in twenty is; of copies, and of loops laid on themselves, most are.</remarks>
    public double SharedWith(PlayLine other)
    {
        const double Longest = 20;
        const int LeastPeaks = 20;
        var stop = Math.Min(Reach, other.Reach);
        var start = Math.Max(Math.Max(Start, other.Start), stop - Longest);
        var (count, shared) = (0, 0);
        var pitch = other._course.Warp.Frequency / _course.Warp.Frequency;
        var reference = new ReferencePeaks(other._peaks.Times, other._peaks.Frequencies, other.Length);
        var times = _peaks.Times;
        for (var i = _peaks.FirstFrom(Map(start)); i < times.Length && times[i] < Map(stop); i++)
        {
            var (time, frequency) = (other.Map(_course.Unmap(times[i])), pitch * _peaks.Frequencies[i]);
            count++;
            shared += PlacementFit.Nearest(reference, time, frequency, (0.032, 8)) >= 0 ? 1 : 0;
        }

        return count < LeastPeaks ? 0 : (double)shared / count;
    }

    /// <summary>Goes on with the play of another line.</summary>
    /// <param name="isAfterBreak">Whether the other one was right until the track or the source broke off; else this
    /// one explains what it did, too.</param>
    public void TakeOver(PlayLine other, bool isAfterBreak)
    {
        Number = other.Number;
        Before = isAfterBreak ? other : other.Before;
        if (other.TrackId == TrackId)
        {
            EValue = Math.Min(EValue, other.EValue);
            if (!isAfterBreak && other.Start < Start)
            {
                // Further back than what was heard is kept.
                ReferenceStart -= _course.Warp.Time * (Start - other.Start);
                _from = other.Start;
            }
        }
    }

    /// <summary>
    /// Whether the play that this line is of may become another line's, which explains the line better: not where the
    /// play began with another line, of another track, that is not in question.
    /// </summary>
    public bool MayYieldTo(PlayLine line) => Before is null || Before.TrackId == line.TrackId;

    /// <summary>The line whose play this one goes on with, where that began earlier.</summary>
    public PlayLine? Before { get; private set; }

    private void Follow(HeardSlice slice, double from)
    {
        var met = Meet(slice, _course);
        var ticks = Ticks(slice, met).ToList();
        foreach (var (nats, start, stop) in ticks)
        {
            if (start >= from)
            {
                _ahead.Add(nats, stop);
            }
        }

        Newest = ticks.Sum(tick => tick.Nats);
        if (ExceedanceScore.BestGains(met).Score >= LeastOfFix)
        {
            Usual += Adaption * (Newest - Usual);
            Fix(slice, _course);
            Adapt(met);
        }
    }

    /// <summary>Lets what a peak says go by how much of the track could be heard lately.</summary>
    private void Adapt(List<MetPeak> met)
    {
        _clear.Enqueue([.. met]);
        if (_clear.Count > HeardHistory.SlicesPerClip)
        {
            _clear.Dequeue();
        }

        _gains = ExceedanceScore.BestGains(_clear.SelectMany(peaks => peaks)).Gains;
    }

    private void LookBack(IReadOnlyList<HeardSlice> slices, double origin)
    {
        var course = _course.Copy();
        foreach (var slice in slices.Reverse())
        {
            var ticks = Ticks(slice, Meet(slice, course)).ToList();
            foreach (var (nats, start, stop) in Enumerable.Reverse(ticks))
            {
                if (stop <= origin + 1e-6)
                {
                    _behind.Add(nats, start);
                }
            }

            if (slice.Start < origin && ticks.Sum(tick => tick.Nats) >= LeastOfFix)
            {
                Fix(slice, course);
            }

            ReferenceStart = course.Map(_behind.Reach);
        }
    }

    /// <summary>Finds where exactly the track is in a slice, and lets its course go by that.</summary>
    private void Fix(HeardSlice slice, Course course)
    {
        var clip = slice.Clip;
        var reference = _peaks.Part(PartUnder(slice, course), Length);
        var placement = PlacementFit.Refine(
            clip, reference, course.PlacementFrom(slice.Start), new Hypothesis(course.Warp, Hypothesis.Drift));
        course.Fix(slice.Start + clip.Middle, placement.Map(clip.Middle));
    }

    private List<MetPeak> Meet(HeardSlice slice, Course course) =>
        _peaks.Meet(slice, PartUnder(slice, course), course.PlacementFrom(slice.Start));

    private IEnumerable<(double Nats, double Start, double Stop)> Ticks(HeardSlice slice, List<MetPeak> met)
    {
        var nats = new double[slice.TickCount];
        foreach (var peak in met)
        {
            nats[peak.Frame / HeardSlice.TickFrames] += peak.Weight * _gains[peak.Kind];
        }

        // A frame's peaks are said to lie in its middle.
        var start = slice.Start + QueryClip.FrameMiddle(_profile);
        for (var i = 0; i < nats.Length; i++)
        {
            yield return (nats[i], start + (i * slice.TickDuration), start + ((i + 1) * slice.TickDuration));
        }
    }

    /// <summary>First and last second of the track that may fall on a slice.</summary>
    private (double First, double Last) PartUnder(HeardSlice slice, Course course) =>
        (course.Map(slice.Start) - Margin,
        course.Map(slice.Stop) + (2 * QueryClip.FrameMiddle(_profile)) + Margin);

    /// <summary>The peaks of some ticks of a clip.</summary>
    private static IEnumerable<MetPeak> Within(List<List<MetPeak>> met, int first, int last)
    {
        const int TicksPerSlice = HeardSlice.FrameCountMax / HeardSlice.TickFrames;
        return met.SelectMany((peaks, slice) => peaks.Where(peak =>
            (slice * TicksPerSlice) + (peak.Frame / HeardSlice.TickFrames) is var tick
            && tick >= first && tick <= last));
    }
}
