using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Comparing;

/// <summary>Finds the tracks of a library that share recorded sound: asks the library about each of them.</summary>
/// <remarks>
/// For each track a bounded number of lookups: stretches of 10 s from end to end as they are, and a few of 5 s at
/// speeds of −6 to +6 %. So time grows with the number of tracks, not with that of pairs. What is found is laid over
/// each other, peak by peak (<see cref="PeakOverlay"/>), and that decides.
/// </remarks>
internal sealed class DuplicateSearch(IndexSnapshot index, FingerprintProfile profile, double leastScore)
{
    /// <summary>
    /// Score that a pair must have, in nats. Measured on tracks that share nothing: docs/comparing.md.
    /// </summary>
    public const double LeastScore = 60;

    private const double StretchSeconds = 10;
    private const double SpeedStretchSeconds = 5;
    private const int SpeedStretchCount = 4;

    /// <summary>Steps and reach of speeds that are tried: landmarks stand half a step.</summary>
    private const double SpeedStep = 0.012;
    private const int SpeedReach = 5;

    private const int CandidatesPerStretch = 8;
    private const int CandidatesPerSpeed = 2;

    /// <summary>Other tracks that are laid over a track, by votes; those of 30 votes and more all are.</summary>
    private const int OverlaysMax = 20;
    private const int ManyVotes = 30;

    /// <summary>Two stretches at least: one may be a loop of a few seconds that many pieces play.</summary>
    private const int LeastStretches = 2;

    private static readonly double[] Speeds =
    [
        .. Enumerable.Range(-SpeedReach, (2 * SpeedReach) + 1).Where(i => i != 0).Select(i => Math.Exp(i * SpeedStep)),
    ];

    /// <summary>Returns what each track shares with others; a pair is found from either side, or from both.</summary>
    /// <param name="done">Is told after each track; from any thread.</param>
    /// <exception cref="LibraryException">The library is damaged.</exception>
    public List<(StoredTrack Own, StoredTrack Other, PeakOverlay Overlay)> Run(
        int threads, Action done, CancellationToken cancellation)
    {
        var tracks =
            from segment in index.Segments
            from ordinal in Enumerable.Range(0, segment.TrackCount)
            let track = segment.Track(ordinal)
            where segment.IsLive(track)
            select (Segment: segment, Track: track);
        var found = new List<(StoredTrack, StoredTrack, PeakOverlay)>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.ForEach(tracks, options, () => new TrackVotes(index, profile), (next, _, votes) =>
        {
            var pairs = Of(StoredTrack.Read(next.Segment, next.Track), votes);
            lock (found)
            {
                found.AddRange(pairs);
            }

            done();
            return votes;
        }, _ => { });
        return found;
    }

    /// <summary>Returns what one track shares with others, at most one overlay each.</summary>
    private List<(StoredTrack Own, StoredTrack Other, PeakOverlay Overlay)> Of(StoredTrack own, TrackVotes votes)
    {
        var found = new List<(StoredTrack, StoredTrack, PeakOverlay)>();
        var byTrack = Candidates(own, votes)
            .GroupBy(candidate => candidate.Other.TrackId)
            .Select(group => group.OrderByDescending(candidate => candidate.Votes).Take(3).ToList())
            .OrderByDescending(group => group[0].Votes)
            .ThenBy(group => group[0].Other.TrackId);
        foreach (var (rank, candidates) in byTrack.Index())
        {
            if (rank >= OverlaysMax && candidates[0].Votes < ManyVotes)
            {
                break;
            }

            var other = StoredTrack.Read(candidates[0].Segment, candidates[0].Other);
            var overlay = candidates
                .Select(candidate => PeakOverlay.Of(own, other, candidate, profile.FrameDuration))
                .MaxBy(overlay => overlay.Score)!;
            if (overlay.Score >= leastScore && overlay.Shared.Count() >= LeastStretches)
            {
                found.Add((own, other, overlay));
            }
        }

        return found;
    }

    private List<TrackCandidate> Candidates(StoredTrack own, TrackVotes votes)
    {
        var constellation = new Constellation(own.Peaks, own.Track.FrameCount);
        var pairs = LandmarkPairer.Pairs(constellation, profile, profile.ReferenceFanOut).ToArray();
        var found = new List<TrackCandidate>();
        var stretch = (int)(StretchSeconds / profile.FrameDuration);
        for (var first = 0; first < own.Track.FrameCount; first += stretch)
        {
            votes.Find(own, Between(own, pairs, first, first + stretch), 1, CandidatesPerStretch, found);
        }

        var speedStretch = (int)(SpeedStretchSeconds / profile.FrameDuration);
        for (var i = 1; i <= SpeedStretchCount; i++)
        {
            var first = (int)((own.Track.FrameCount - speedStretch) * (double)i / (SpeedStretchCount + 1));
            var part = Between(own, pairs, Math.Max(0, first), first + speedStretch);
            foreach (var speed in Speeds)
            {
                votes.Find(own, part, speed, CandidatesPerSpeed, found);
            }
        }

        return found;
    }

    /// <summary>The pairs whose anchors lie between two frames.</summary>
    private static ReadOnlySpan<PeakPair> Between(StoredTrack own, PeakPair[] pairs, int firstFrame, int endFrame)
    {
        return pairs.AsSpan()[IndexOf(firstFrame)..IndexOf(endFrame)];

        int IndexOf(int frame)
        {
            var (low, high) = (0, pairs.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = own.Peaks[pairs[middle].Anchor].Frame < frame ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}
