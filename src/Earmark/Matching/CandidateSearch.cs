using Earmark.Indexing;

namespace Earmark.Matching;

/// <summary>Finds where in the index a clip might come from: looks up its pairs and counts votes for offsets.</summary>
internal static class CandidateSearch
{
    /// <summary>Candidates that are verified. More of them find more tracks, and as many false ones.</summary>
    public const int CandidateLimit = 20;

    /// <summary>Best bins that candidates are chosen from: neighbors of one peak are several bins.</summary>
    private const int BinLimit = 60;

    /// <summary>Two bins of one track nearer than this are one candidate, in seconds.</summary>
    private const double SameOffset = 0.08;

    /// <summary>Bins before the time line's start, for clips that begin before a track does (40 s).</summary>
    private const int LeadBins = 1250;

    /// <summary>How far beyond a track the middle of a clip of 20 s may lie, in frames (16 s).</summary>
    private const int SlackFrames = 1000;

    /// <summary>Returns the best candidates under one warp, most votes first.</summary>
    public static List<Candidate> Find(IndexSnapshot index, QueryClip clip, Warp warp)
    {
        var histogram = new OffsetHistogram();
        var probes = ProbeKeys.Of(clip, warp);
        var shifts = AnchorShifts(clip, warp);
        var positions = new long[256];
        foreach (var segment in index.Segments)
        {
            Vote(segment, probes, shifts, histogram, ref positions);
        }

        var candidates = new List<Candidate>();
        foreach (var peak in histogram.Best(BinLimit))
        {
            if (candidates.Count < CandidateLimit && Locate(index, clip, warp, peak) is { } candidate
                && !candidates.Exists(other => IsSamePlace(other, candidate)))
            {
                candidates.Add(candidate);
            }
        }

        return candidates;
    }

    /// <summary>How many bins before the clip's middle each anchor lies, as the reference plays.</summary>
    private static double[] AnchorShifts(QueryClip clip, Warp warp)
    {
        var binDuration = OffsetHistogram.FramesPerBin * clip.Profile.FrameDuration;
        return Array.ConvertAll(clip.Times, time => LeadBins - (warp.Time * (time - clip.Middle) / binDuration));
    }

    private static void Vote(
        Segment segment, ulong[] probes, double[] shifts, OffsetHistogram histogram, ref long[] positions)
    {
        for (var start = 0; start < probes.Length;)
        {
            var key = ProbeKeys.Key(probes[start]);
            var end = start + 1;
            while (end < probes.Length && ProbeKeys.Key(probes[end]) == key)
            {
                end++;
            }

            var count = segment.ReadPostings(key, ref positions);
            for (var probe = start; probe < end && count > 0; probe++)
            {
                var anchor = ProbeKeys.Anchor(probes[probe]);
                AddHits(histogram, segment.BasePosition, positions.AsSpan(0, count), shifts[anchor], anchor);
            }

            start = end;
        }
    }

    private static void AddHits(
        OffsetHistogram histogram, long basePosition, ReadOnlySpan<long> positions, double shift, int anchor)
    {
        foreach (var position in positions)
        {
            var bin = ((double)(basePosition + position) / OffsetHistogram.FramesPerBin) + shift;
            histogram.Add((long)bin, anchor);
        }
    }

    private static Candidate? Locate(IndexSnapshot index, QueryClip clip, Warp warp, OffsetPeak peak)
    {
        var place = (peak.Bin - LeadBins) * OffsetHistogram.FramesPerBin;
        foreach (var segment in index.Segments)
        {
            var position = place - segment.BasePosition;
            if (segment.TryLocate((long)Math.Floor(position), SlackFrames, out var track))
            {
                var middle = ((position - track.Base) * clip.Profile.FrameDuration)
                    + QueryClip.FrameMiddle(clip.Profile);
                var placement = new Placement(middle - (warp.Time * clip.Middle), warp);
                return segment.IsLive(track) ? new Candidate(segment, track, placement) : null;
            }
        }

        return null;
    }

    private static bool IsSamePlace(Candidate a, Candidate b) =>
        a.Track.TrackId == b.Track.TrackId && Math.Abs(a.Placement.Offset - b.Placement.Offset) <= SameOffset;
}
