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
    private const double LeastOfFix = 4;

    /// <summary>How fast what is usual adapts, per slice.</summary>
    private const double Adaption = 0.2;

    private readonly Peak[] _peaks;
    private readonly double[] _weights;
    private readonly double[] _times;
    private readonly double[] _frequencies;
    private readonly FingerprintProfile _profile;
    private readonly List<MetPeak> _met = [];
    private readonly double[] _gains;
    private readonly Course _course;
    private readonly EvidenceRun _ahead;
    private readonly EvidenceRun _behind;
    private double _lastSighted;
    private double? _from;

    /// <summary>Lays a track along what was heard, from the clip in which it was seen as far back as it goes.</summary>
    /// <param name="slices">The newest ones, the oldest first.</param>
    public PlayLine(Sighting sighting, IReadOnlyList<HeardSlice> slices, FingerprintProfile profile)
    {
        (_profile, _peaks, EValue, _lastSighted) = (profile, sighting.Peaks, sighting.EValue, sighting.Time);
        TrackId = sighting.Track.TrackId;
        Length = sighting.Track.FrameCount * profile.FrameDuration;
        _weights = ExceedanceScore.OnsetWeights(_peaks);
        var middle = QueryClip.FrameMiddle(profile);
        _times = Array.ConvertAll(_peaks, peak => middle + (peak.Frame * profile.FrameDuration));
        _frequencies = Array.ConvertAll(_peaks, peak => QueryClip.Hertz(peak, profile));
        _course = new Course(sighting.Time, sighting.ReferenceTime, sighting.Warp);
        FirstWarp = sighting.Warp;

        var clip = slices.TakeLast(HeardHistory.SlicesPerClip).ToList();
        var met = clip.ConvertAll(slice => Meet(slice, _course).ToList());
        _gains = ExceedanceScore.BestGains(met.SelectMany(peaks => peaks));
        var ticks = clip.SelectMany((slice, i) => Ticks(slice, met[i])).ToList();
        var origin = ticks[Strongest(ticks.ConvertAll(tick => tick.Nats))].Start;
        (_ahead, _behind) = (new EvidenceRun(origin), new EvidenceRun(origin));
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

    /// <summary>Evidence per second, in nats: 4 to 11 where a track is heard well, 2 to 4 in a noisy room.</summary>
    public double Density => Total / Math.Max(1, Reach - Start);

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
        const double SamePlace = 0.25;
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
        var reference = new ReferencePeaks(other._times, other._frequencies, other.Length);
        for (var i = FirstFrom(Map(start)); i < _times.Length && _times[i] < Map(stop); i++)
        {
            var time = other.Map(_course.Unmap(_times[i]));
            var frequency = _frequencies[i] * other._course.Warp.Frequency / _course.Warp.Frequency;
            count++;
            shared += PlacementFit.Nearest(reference, time, frequency, (0.032, 8)) >= 0 ? 1 : 0;
        }

        return count < LeastPeaks ? 0 : (double)shared / count;
    }

    /// <summary>Goes on with the play of another line.</summary>
    /// <param name="isAfterBreak">Whether the other one was right until the source broke off; else this one explains
    /// what it did, too.</param>
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

    /// <summary>The line whose play this one goes on with, where that began earlier.</summary>
    public PlayLine? Before { get; private set; }

    private void Follow(HeardSlice slice, double from)
    {
        var ticks = Ticks(slice, Meet(slice, _course)).ToList();
        foreach (var (nats, start, stop) in ticks)
        {
            if (start >= from)
            {
                _ahead.Add(nats, stop);
            }
        }

        Newest = ticks.Sum(tick => tick.Nats);
        if (Newest >= LeastOfFix)
        {
            Usual += Adaption * (Newest - Usual);
            Fix(slice, _course);
        }
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
        var (first, end) = Between(slice, course);
        var reference = new ReferencePeaks(_times[first..end], _frequencies[first..end], Length);
        var placement = PlacementFit.Refine(
            clip, reference, course.PlacementFrom(slice.Start), new Hypothesis(course.Warp, Hypothesis.Drift));
        course.Fix(slice.Start + clip.Middle, placement.Map(clip.Middle));
    }

    private List<MetPeak> Meet(HeardSlice slice, Course course)
    {
        var (first, end) = Between(slice, course);
        _met.Clear();
        ExceedanceScore.Meet(
            slice.Clip,
            _peaks.AsSpan(first, end - first),
            _weights.AsSpan(first, end - first),
            course.PlacementFrom(slice.Start),
            _met);
        return _met;
    }

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

    private (int First, int End) Between(HeardSlice slice, Course course) =>
        (FirstFrom(course.Map(slice.Start) - Margin),
        FirstFrom(course.Map(slice.Stop) + (2 * QueryClip.FrameMiddle(_profile)) + Margin));

    private int FirstFrom(double time)
    {
        var index = Array.BinarySearch(_times, time);
        index = index < 0 ? ~index : index;
        while (index > 0 && _times[index - 1] >= time)
        {
            index--;
        }

        return index;
    }

    /// <summary>The middle of the stretch with the largest sum.</summary>
    private static int Strongest(List<double> nats)
    {
        var (best, bestStart, bestStop, sum, start) = (double.NegativeInfinity, 0, 0, 0.0, 0);
        for (var i = 0; i < nats.Count; i++)
        {
            (sum, start) = sum > 0 ? (sum + nats[i], start) : (nats[i], i);
            if (sum > best)
            {
                (best, bestStart, bestStop) = (sum, start, i);
            }
        }

        return (bestStart + bestStop) / 2;
    }
}
