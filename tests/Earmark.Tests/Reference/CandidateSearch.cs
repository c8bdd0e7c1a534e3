using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;

namespace Earmark.Tests.Reference;

/// <summary>Votes by the definition in fingerprint.md, section 7.</summary>
internal static class CandidateSearch
{
    public static List<Candidate> Find(IndexSnapshot index, QueryClip clip, Warp warp, int limit)
    {
        var bins = Hits(index, clip, warp).GroupBy(bin => bin).ToDictionary(bin => bin.Key, bin => bin.Count());
        var places = bins
            .Select(bin => (Bin: bin.Key, Next: bins.GetValueOrDefault(bin.Key + 1), Own: bin.Value))
            .Select(bin => (bin.Bin, bin.Next, Votes: bin.Own + bin.Next))
            .Where(bin => bin.Votes >= 2)
            .OrderByDescending(bin => bin.Votes).ThenBy(bin => bin.Bin)
            .Select(bin => (Place: bin.Bin + ((double)bin.Next / bin.Votes) + 0.5, bin.Votes))
            .Where(place => !IsDead(index, place.Place))
            .Take(3 * limit);

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
    private static IEnumerable<long> Hits(IndexSnapshot index, QueryClip clip, Warp warp)
    {
        var positions = Array.Empty<long>();
        var probes = clip.Pairs.SelectMany(pair => Keys(clip, pair, warp).Select(key => (key, pair.Anchor)));
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

    private static IEnumerable<int> Keys(QueryClip clip, PeakPair pair, Warp warp)
    {
        var grid = LandmarkGrid.For(clip.Profile);
        var (anchor, step, delay) = grid.Cells(
            LandmarkGrid.ScaleOf(clip.Frequencies[pair.Anchor] * warp.Frequency),
            LandmarkGrid.ScaleOf(clip.Frequencies[pair.Target] * warp.Frequency),
            warp.Time / 0.016 * (clip.Times[pair.Target] - clip.Times[pair.Anchor]));
        var reach = clip.Density.DelayReach;
        return Enumerable.Range((int)Math.Floor(delay) - reach, (2 * reach) + 1)
            .Select(cell => grid.Pack((int)Math.Floor(anchor), (int)Math.Floor(step), cell))
            .Where(key => key is not null)
            .Select(key => key!.Value);
    }

    private static bool IsDead(IndexSnapshot index, double place) =>
        Locate(index, place) is { } found && !found.Segment.IsLive(found.Track);

    private static Candidate? Locate(IndexSnapshot index, QueryClip clip, Warp warp, double place)
    {
        if (Locate(index, place) is not { } found)
        {
            return null;
        }

        var offset = ((found.Position - found.Track.Base) * 0.016) + 0.128 - (warp.Time * clip.Middle);
        return new Candidate(found.Segment, found.Track, new Placement(offset, warp), 0);
    }

    private static (Segment Segment, SegmentTrack Track, double Position)? Locate(IndexSnapshot index, double place)
    {
        foreach (var segment in index.Segments)
        {
            var position = (2 * place) - segment.BasePosition;
            for (var ordinal = 0; ordinal < segment.TrackCount; ordinal++)
            {
                var track = segment.Track(ordinal);
                if (position >= track.Base - 1000 && position < track.End + 1000)
                {
                    return (segment, track, position);
                }
            }
        }

        return null;
    }
}
