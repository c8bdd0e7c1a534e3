using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Matching;

/// <summary>Names the track that a query comes from, and where in it, or says that it does not know.</summary>
/// <remarks>Votes find candidates, verification scores them, and the score's rarity by chance decides.</remarks>
public static class Matcher
{
    /// <summary>A score beyond doubt, in nats: the rest of a long query need not be searched.</summary>
    private const double ConclusiveScore = 30;

    /// <summary>Candidates that are verified. More of them find more tracks, and as many false ones.</summary>
    private const int CandidateLimit = 20;

    /// <summary>Returns the answer; the same for the same library and query.</summary>
    /// <param name="query">Peaks at the density of a query.</param>
    /// <param name="findTrack">
    /// Gives the track of an id, or null where it has gone since the snapshot was taken.
    /// </param>
    public static MatchDecision Identify(
        IndexSnapshot index,
        Constellation query,
        FingerprintProfile profile,
        Func<long, Track?> findTrack,
        MatchOptions options,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(findTrack);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.LongestClip, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.LongestClip, MatchOptions.LongestClipMax);

        var best = new Dictionary<long, Alignment>();
        var clipCount = 0;
        foreach (var clip in QueryClip.Cut(query, profile, options.LongestClip))
        {
            cancellation.ThrowIfCancellationRequested();
            clipCount++;
            var search = new CandidateSearch(index, clip);
            foreach (var candidate in search.Find(Warp.Identity, probe: true, CandidateLimit))
            {
                var alignment = Verifier.Verify(clip, candidate);
                if (!best.TryGetValue(alignment.TrackId, out var other) || alignment.Score > other.Score)
                {
                    best[alignment.TrackId] = alignment;
                }
            }

            if (best.Values.Any(alignment => alignment.Score >= ConclusiveScore))
            {
                break;
            }
        }

        return Decide(best.Values, index.TrackCount, clipCount, findTrack, options);
    }

    private static MatchDecision Decide(
        IEnumerable<Alignment> alignments,
        int trackCount,
        int clipCount,
        Func<long, Track?> findTrack,
        MatchOptions options)
    {
        var ranked = new List<Match>();
        foreach (var alignment in alignments.OrderByDescending(a => a.Score).ThenBy(a => a.TrackId))
        {
            if (alignment.Score > 0 && findTrack(alignment.TrackId) is { } track)
            {
                ranked.Add(ToMatch(alignment, track, clipCount * FalseMatchModel.EValue(alignment.Score, trackCount)));
            }
        }

        if (ranked.Count == 0)
        {
            return MatchDecision.NoMatch;
        }

        var accepted = ranked.TakeWhile(match => match.EValue <= options.MaxEValue).ToList();
        var decision = accepted.Count == 0 ? Decision.None : Decision.Match;
        return new MatchDecision(decision, accepted, ranked[0], ranked.ElementAtOrDefault(1));
    }

    private static Match ToMatch(Alignment alignment, Track track, double eValue)
    {
        var (offset, warp) = alignment.Placement;
        return new Match
        {
            Track = track,
            QueryStart = alignment.QueryStart,
            QueryStop = alignment.QueryStop,
            ReferenceStart = offset + (warp.Time * alignment.QueryStart),
            ReferenceStop = offset + (warp.Time * alignment.QueryStop),
            Offset = offset,
            Score = alignment.Score,
            EValue = eValue,
            Confidence = FalseMatchModel.Confidence(eValue),
            Coverage = alignment.Coverage,
            TimeFactor = warp.Time,
            FrequencyFactor = 1 / warp.Frequency,
            AlignedPeakCount = alignment.AlignedPeakCount,
        };
    }
}
