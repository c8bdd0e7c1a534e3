using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;

namespace Earmark.Comparing;

/// <summary>Looks the landmarks of a stored track up in its own library: which others share them, and where.</summary>
/// <remarks>
/// What <see cref="CandidateSearch"/> is for a clip's sound, this is for peaks that are stored: there are few of them
/// and they are clean, so each pair is looked up once, as the index holds it. What a lookup costs is bounded by
/// <see cref="VoteBudget"/>, so a library takes time in proportion to its tracks. For one thread.
/// </remarks>
internal sealed class TrackVotes(IndexSnapshot index, FingerprintProfile profile)
{
    /// <summary>Hits of one lookup at most, in a library of 10,000 songs.</summary>
    private const int HitLimit = 60_000;

    /// <summary>Fewer votes are chance: unrelated music reaches some five.</summary>
    private const int LeastVotes = 6;

    /// <summary>Bins before the time line's start, for moments that lie before a track's (20 s).</summary>
    private const int LeadFrames = 1250;

    /// <summary>How far beyond a track's ends a moment may lie, in frames (16 s).</summary>
    private const int SlackFrames = 1000;

    private const int AnchorShift = 32;

    private readonly LandmarkGrid _grid = LandmarkGrid.For(profile);
    private readonly int _keyBits = int.Log2(profile.KeyCount) + 1;
    private readonly VoteBudget _budget = new(index);
    private readonly OffsetHistogram _histogram = new();
    private ulong[] _probes = [];
    private ulong[] _spare = [];
    private long[] _positions = new long[256];

    /// <summary>Adds to <paramref name="found"/> what shares most landmarks with a stretch of a track.</summary>
    /// <param name="pairs">The stretch's pairs, by anchor.</param>
    /// <param name="factor">Speed that the other track is thought to be slower by; its pitch is lower likewise.</param>
    /// <param name="limit">How many at most.</param>
    public void Find(
        StoredTrack track, ReadOnlySpan<PeakPair> pairs, double factor, int limit, List<TrackCandidate> found)
    {
        if (pairs.IsEmpty)
        {
            return;
        }

        var peaks = track.Peaks;
        var middle = (peaks[pairs[0].Anchor].Frame + peaks[pairs[^1].Anchor].Frame) / 2;
        var probes = Probes(peaks, pairs, factor);
        _histogram.Clear();
        foreach (var segment in index.Segments)
        {
            Vote(segment, probes, peaks, middle, factor);
        }

        foreach (var best in _histogram.Best(limit + 1))
        {
            if (best.Votes >= LeastVotes && TryLocate(best.Bin, out var segment, out var other, out var frame)
                && other.TrackId != track.Id && segment.IsLive(other))
            {
                found.Add(new TrackCandidate(segment, other, middle, frame, factor, best.Votes));
            }
        }
    }

    private ReadOnlySpan<ulong> Probes(Peak[] peaks, ReadOnlySpan<PeakPair> pairs, double factor)
    {
        if (_probes.Length < pairs.Length)
        {
            (_probes, _spare) = (new ulong[pairs.Length], new ulong[pairs.Length]);
        }

        var count = 0;
        foreach (var (anchor, target) in pairs)
        {
            var cells = _grid.Cells(
                LandmarkGrid.ScaleOf(QueryClip.Hertz(peaks[anchor], profile) / factor),
                LandmarkGrid.ScaleOf(QueryClip.Hertz(peaks[target], profile) / factor),
                factor * (peaks[target].Frame - peaks[anchor].Frame));
            var key = _grid.Pack(
                (int)Math.Floor(cells.Anchor), (int)Math.Floor(cells.Step), (int)Math.Floor(cells.Delay));
            if (key is { } value)
            {
                _probes[count++] = ((ulong)anchor << AnchorShift) | (uint)value;
            }
        }

        var probes = _probes.AsSpan(0, count);
        RadixSort.SortByLowBits(probes, _spare.AsSpan(0, count), _keyBits);
        return _budget.IsAmple(count, HitLimit) ? probes : _budget.Within(probes, HitLimit);
    }

    private void Vote(Segment segment, ReadOnlySpan<ulong> probes, Peak[] peaks, int middle, double factor)
    {
        const int ProbesAhead = 12;
        var postings = segment.Postings();
        for (var i = 0; i < probes.Length; i++)
        {
            if (i + ProbesAhead < probes.Length)
            {
                postings.Expect(ProbeKeys.Key(probes[i + ProbesAhead]));
            }

            var count = postings.Read(ProbeKeys.Key(probes[i]), ref _positions);
            var before = factor * (middle - peaks[ProbeKeys.Anchor(probes[i])].Frame);
            var shift = segment.BasePosition + LeadFrames + (long)Math.Floor(before);
            _histogram.Add(_positions.AsSpan(0, count), shift);
        }
    }

    private bool TryLocate(double bin, out Segment segment, out SegmentTrack track, out double frame)
    {
        var place = (bin * OffsetHistogram.FramesPerBin) - LeadFrames;
        foreach (var candidate in index.Segments)
        {
            var position = place - candidate.BasePosition;
            if (candidate.TryLocate((long)Math.Floor(position), SlackFrames, out track))
            {
                (segment, frame) = (candidate, position - track.Base);
                return true;
            }
        }

        (segment, track, frame) = (index.Segments[0], default, 0);
        return false;
    }
}
