using Earmark.Indexing;

namespace Earmark.Matching;

/// <summary>Finds where in the index a clip might come from: looks up its pairs and counts votes for offsets.</summary>
/// <remarks>Made once for a clip and asked warp after warp, as it keeps its memory. For one thread.</remarks>
/// <param name="histogram">What votes are counted in; searches that take turns may share one.</param>
internal sealed class CandidateSearch(IndexSnapshot index, QueryClip clip, OffsetHistogram histogram)
{
    /// <summary>Best bins that each candidate is chosen from: neighbors of one peak are several bins.</summary>
    private const int BinsPerCandidate = 3;

    /// <summary>Two bins of one track nearer than this are one candidate (80 ms).</summary>
    private const double SamePlace = 2.5;

    /// <summary>Bins before the time line's start, for clips that begin before a track does (40 s).</summary>
    private const int LeadBins = 1250;

    /// <summary>How far beyond a track the middle of a clip of 20 s may lie, in frames (16 s).</summary>
    private const int SlackFrames = 1000;

    /// <summary>In frames. A time that is a whole number of frames but for rounding is that number.</summary>
    private const double Rounding = 1e-6;

    /// <summary>How many probes ahead postings are fetched from memory.</summary>
    private const int ProbesAhead = 12;

    /// <summary>Neighboring keys that are read at once.</summary>
    private const int KeysAtOnce = 16;

    private readonly ProbeKeys _probes = new(clip);
    private readonly VoteBudget _budget = new(index);
    private readonly long[] _shifts = new long[clip.Times.Length];
    private long[] _positions = new long[256];

    /// <summary>Returns the best candidates under one warp, most votes first.</summary>
    /// <param name="limit">How many at most.</param>
    public List<Candidate> Find(Warp warp, int limit)
    {
        LookUp(warp);
        return Choose(warp, limit);
    }

    /// <summary>Looks up the clip's pairs under a warp, and gathers the hits.</summary>
    /// <returns>How many probes there were, and how many of them the budget allowed.</returns>
    public (int Probes, int Kept) LookUp(Warp warp)
    {
        SetShifts(warp);
        histogram.Clear();
        var probes = _probes.Of(warp);
        var limit = clip.Density.HitLimit;
        var kept = _budget.IsAmple(probes.Length, limit) ? probes : _budget.Within(probes, limit);
        foreach (var segment in index.Segments)
        {
            Fetch(segment.Postings(), kept);
        }

        foreach (var segment in index.Segments)
        {
            Vote(segment, kept);
        }

        return (probes.Length, kept.Length);
    }

    /// <summary>How many frames before the clip's middle each anchor lies, as the reference plays.</summary>
    private void SetShifts(Warp warp)
    {
        for (var i = 0; i < _shifts.Length; i++)
        {
            var frames = warp.Time * (clip.Times[i] - clip.Middle) / clip.Profile.FrameDuration;
            _shifts[i] = (LeadBins * OffsetHistogram.FramesPerBin) + (long)Math.Floor(Rounding - frames);
        }
    }

    private void Vote(Segment segment, ReadOnlySpan<ulong> probes)
    {
        var postings = segment.Postings();
        Span<int> ends = stackalloc int[KeysAtOnce];
        for (var i = 0; i < probes.Length;)
        {
            var after = RunEnd(probes, i);
            var firstKey = ProbeKeys.Key(probes[i]);
            var run = ends[..(ProbeKeys.Key(probes[after - 1]) - firstKey + 1)];
            if (after + ProbesAhead < probes.Length)
            {
                postings.Expect(ProbeKeys.Key(probes[after + ProbesAhead]));
            }

            if (postings.Read(firstKey, run, ref _positions) == 0)
            {
                i = after;
                continue;
            }

            for (; i < after; i++)
            {
                var list = ProbeKeys.Key(probes[i]) - firstKey;
                var start = list == 0 ? 0 : run[list - 1];
                var shift = segment.BasePosition + _shifts[ProbeKeys.Anchor(probes[i])];
                histogram.Add(_positions.AsSpan(start, run[list] - start), shift);
            }
        }
    }

    /// <summary>Where probes end whose keys are neighbors: a pair's delays are.</summary>
    private static int RunEnd(ReadOnlySpan<ulong> probes, int start)
    {
        var (first, last) = (ProbeKeys.Key(probes[start]), ProbeKeys.Key(probes[start]));
        var end = start + 1;
        for (; end < probes.Length; end++)
        {
            var key = ProbeKeys.Key(probes[end]);
            if (key > last + 1 || key >= first + KeysAtOnce)
            {
                break;
            }

            last = key;
        }

        return end;
    }

    private static void Fetch(PostingReader postings, ReadOnlySpan<ulong> probes)
    {
        for (var i = 0; i < probes.Length;)
        {
            var after = RunEnd(probes, i);
            postings.Fetch(ProbeKeys.Key(probes[i]), ProbeKeys.Key(probes[after - 1]));
            i = after;
        }
    }

    /// <summary>
    /// Chooses among the best bins of live tracks, after looking up: those of dead ones take nobody's place.
    /// </summary>
    public List<Candidate> Choose(Warp warp, int limit)
    {
        var liveBins = BinsPerCandidate * limit;
        for (var spare = 0; ;)
        {
            var peaks = histogram.Best(liveBins + spare);
            var (candidates, deadBins) = Choose(peaks, liveBins, warp, limit);
            if (candidates.Count == limit || deadBins <= spare || peaks.Length < liveBins + spare)
            {
                return candidates;
            }

            spare = 2 * deadBins;
        }
    }

    private (List<Candidate> Candidates, int DeadBins) Choose(
        ReadOnlySpan<OffsetPeak> peaks, int liveBins, Warp warp, int limit)
    {
        var candidates = new List<Candidate>(Math.Min(limit, peaks.Length));
        var places = new double[candidates.Capacity].AsSpan();
        var deadBins = 0;
        for (var i = 0; i - deadBins < liveBins && i < peaks.Length && candidates.Count < limit; i++)
        {
            // Tracks lie further apart than this, so places so near to each other are of one track.
            if (HasNear(places[..candidates.Count], peaks[i].Bin) || !TryLocate(peaks[i], warp, out var candidate))
            {
                continue;
            }

            if (candidate.Segment.IsLive(candidate.Track))
            {
                places[candidates.Count] = peaks[i].Bin;
                candidates.Add(candidate);
            }
            else
            {
                deadBins++;
            }
        }

        return (candidates, deadBins);
    }

    private static bool HasNear(ReadOnlySpan<double> places, double place)
    {
        foreach (var other in places)
        {
            if (Math.Abs(other - place) <= SamePlace)
            {
                return true;
            }
        }

        return false;
    }

    private bool TryLocate(OffsetPeak peak, Warp warp, out Candidate candidate)
    {
        candidate = default;
        var place = (peak.Bin - LeadBins) * OffsetHistogram.FramesPerBin;
        foreach (var segment in index.Segments)
        {
            var position = place - segment.BasePosition;
            if (segment.TryLocate((long)Math.Floor(position), SlackFrames, out var track))
            {
                var middle = ((position - track.Base) * clip.Profile.FrameDuration)
                    + QueryClip.FrameMiddle(clip.Profile);
                var placement = new Placement(middle - (warp.Time * clip.Middle), warp);
                candidate = new Candidate(segment, track, placement, peak.Votes);
                return true;
            }
        }

        return false;
    }
}
