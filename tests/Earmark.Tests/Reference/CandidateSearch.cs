using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;

namespace Earmark.Tests.Reference;

/// <summary>Votes by the definition in fingerprint.md, section 7.</summary>
internal static class CandidateSearch
{
    public static List<Candidate> Find(IndexSnapshot index, QueryClip clip, Warp warp, bool probe, int limit)
    {
        var bins = Hits(index, clip, warp, probe).GroupBy(bin => bin).ToDictionary(bin => bin.Key, bin => bin.Count());
        var places = bins
            .Select(bin => (Bin: bin.Key, Next: bins.GetValueOrDefault(bin.Key + 1), Own: bin.Value))
            .Select(bin => (bin.Bin, bin.Next, Votes: bin.Own + bin.Next))
            .Where(bin => bin.Votes >= 2)
            .OrderByDescending(bin => bin.Votes).ThenBy(bin => bin.Bin)
            .Take(3 * limit)
            .Select(bin => (Place: bin.Bin + ((double)bin.Next / bin.Votes) + 0.5, bin.Votes));

        var candidates = new List<Candidate>();
        foreach (var (place, votes) in places)
        {
            if (candidates.Count < limit && Locate(index, clip, warp, place) is { } found
                && !candidates.Exists(other => other.Track.TrackId == found.Track.TrackId
                    && Math.Abs(other.Placement.Offset - found.Placement.Offset) <= 0.08 + 1e-9))
            {
                candidates.Add(found with { Votes = votes });
            }
        }

        return candidates;
    }

    /// <summary>Bins of two frames, counted from the start of the time line.</summary>
    private static IEnumerable<long> Hits(IndexSnapshot index, QueryClip clip, Warp warp, bool probe)
    {
        var positions = Array.Empty<long>();
        var probes = clip.Pairs.SelectMany(pair => Keys(clip, pair, warp, probe).Select(key => (key, pair.Anchor)));
        foreach (var (key, anchor) in probes.Distinct())
        {
            var frames = warp.Time * (clip.Times[anchor] - clip.Middle) / 0.016;
            foreach (var segment in index.Segments)
            {
                var count = segment.ReadPostings(key, ref positions);
                foreach (var position in positions[..count])
                {
                    // A time that is a whole number of frames but for rounding is that number.
                    yield return (long)Math.Floor((segment.BasePosition + position - frames + 1e-6) / 2);
                }
            }
        }
    }

    private static IEnumerable<int> Keys(QueryClip clip, PeakPair pair, Warp warp, bool probe)
    {
        var grid = LandmarkGrid.For(clip.Profile);
        var (anchor, step, delay) = grid.Cells(
            LandmarkGrid.ScaleOf(clip.Frequencies[pair.Anchor] * warp.Frequency),
            LandmarkGrid.ScaleOf(clip.Frequencies[pair.Target] * warp.Frequency),
            warp.Time / 0.016 * (clip.Times[pair.Target] - clip.Times[pair.Anchor]));
        return
            from a in Cells(anchor)
            from s in Cells(step)
            from d in Cells(delay)
            where grid.Pack(a, s, d) is not null
            select grid.Pack(a, s, d)!.Value;

        IEnumerable<int> Cells(double cell) => new[] { -0.3, 0, 0.3 }
            .Where(move => probe ? move != 0 : move == 0)
            .Select(move => (int)Math.Floor(cell + move)).Distinct();
    }

    private static Candidate? Locate(IndexSnapshot index, QueryClip clip, Warp warp, double place)
    {
        foreach (var segment in index.Segments)
        {
            var position = (2 * place) - segment.BasePosition;
            for (var ordinal = 0; ordinal < segment.TrackCount; ordinal++)
            {
                var track = segment.Track(ordinal);
                if (position >= track.Base - 1000 && position < track.End + 1000)
                {
                    var offset = ((position - track.Base) * 0.016) + 0.128 - (warp.Time * clip.Middle);
                    return segment.IsLive(track) ? new Candidate(segment, track, new Placement(offset, warp), 0) : null;
                }
            }
        }

        return null;
    }
}
