using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Matching;

/// <summary>Names the track that a query comes from, and where in it, or says that it does not know.</summary>
/// <remarks>
/// Votes find candidates, verification scores them, and how far the best one stands out from what chance finds in the
/// same library decides.
/// </remarks>
public static class Matcher
{
    /// <summary>Returns the answer; the same for the same library and query.</summary>
    /// <param name="findTrack">
    /// Gives the track of an id, or null where it has gone since the snapshot was taken.
    /// </param>
    public static MatchDecision Identify(
        IndexSnapshot index,
        Observation query,
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
        if (!(options.MaxEValue > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxEValue, "The E-value must be above 0.");
        }

        var hypotheses = options.Wide ? Hypothesis.Wide : Hypothesis.Usual;
        var best = new Dictionary<long, Finding>();
        var clipCount = 0;
        foreach (var clip in QueryClip.Cut(query, profile, options.LongestClip))
        {
            cancellation.ThrowIfCancellationRequested();
            clipCount++;
            var demand = FalseMatchModel.Demand(clip.ContrastSpread, clip.Duration);
            var repetition = Repetition.Of(clip);
            var conclusive = FalseMatchModel.ConclusiveScore(
                options.MaxEValue / clipCount, index.TrackCount, repetition);
            var search = new ClipSearch(index, clip, hypotheses, conclusive);
            foreach (var finding in Find(search, demand, repetition, cancellation))
            {
                var trackId = finding.Alignment.TrackId;
                if (!best.TryGetValue(trackId, out var other) || finding.Margin > other.Margin)
                {
                    best[trackId] = finding;
                }
            }

            if (best.Values.Any(finding => finding.Alignment.Score >= conclusive))
            {
                break;
            }
        }

        return Decide(Rank(best.Values, index.TrackCount, clipCount, findTrack), profile, options);
    }

    /// <summary>Returns the best alignment of each track in one clip.</summary>
    private static IEnumerable<Finding> Find(
        ClipSearch search, double demand, double repetition, CancellationToken cancellation)
    {
        var byTrack = search.Run(cancellation)
            .GroupBy(alignment => alignment.TrackId)
            .Select(track => track.MaxBy(alignment => alignment.Score)!)
            .ToList();
        var chance = FalseMatchModel.ChanceLevel(byTrack.ConvertAll(alignment => alignment.Score));
        return byTrack.Select(alignment => new Finding(alignment, alignment.Score - chance - AlikeLevel(alignment)));

        // Where the demand is not met there is no need to look for more that explains the score.
        double AlikeLevel(Alignment alignment)
        {
            var recurrence = alignment.Score - chance > demand ? search.Recurrence(alignment) : 0;
            var repeated = FalseMatchModel.Repeated(alignment.Score, repetition);
            return FalseMatchModel.AlikeLevel(recurrence, repeated, demand);
        }
    }

    /// <summary>Returns the tracks that are still there, best first, each with its evidence.</summary>
    private static List<Ranked> Rank(
        IEnumerable<Finding> findings, int trackCount, int clipCount, Func<long, Track?> findTrack)
    {
        var ranked = new List<Ranked>();
        foreach (var finding in findings.OrderByDescending(f => f.Margin).ThenBy(f => f.Alignment.TrackId))
        {
            if (finding.Alignment.Score > 0 && findTrack(finding.Alignment.TrackId) is { } track)
            {
                var eValue = Math.Min(1, clipCount * FalseMatchModel.EValue(finding.Margin, trackCount));
                ranked.Add(new Ranked(ToMatch(finding.Alignment, track, eValue), finding));
            }
        }

        return ranked;
    }

    private static MatchDecision Decide(
        List<Ranked> ranked, FingerprintProfile profile, MatchOptions options)
    {
        if (ranked.Count == 0)
        {
            return MatchDecision.NoMatch;
        }

        var accepted = ranked.TakeWhile(r => r.Match.EValue <= options.MaxEValue).ToList();
        var equal = accepted.Where(r => IsAsGood(r, accepted[0])).ToList();
        if (equal.Count > 1)
        {
            accepted = equal.ConvertAll(r => r with { Match = MarkDuplicate(r, equal[0], profile) });
        }

        var decision = equal.Count switch { 0 => Decision.None, 1 => Decision.Match, _ => Decision.Ambiguous };
        var runnerUp = accepted.Count > 1 ? accepted[1].Match : ranked.ElementAtOrDefault(1)?.Match;
        return new MatchDecision(decision, [.. accepted.Select(r => r.Match)], ranked[0].Match, runnerUp);
    }

    private static bool IsAsGood(Ranked other, Ranked best) =>
        other.Finding.Margin >= ClipSearch.EqualShare * best.Finding.Margin
        && other.Match.QueryStart <= best.Match.QueryStop
        && other.Match.QueryStop >= best.Match.QueryStart;

    private static Match MarkDuplicate(Ranked other, Ranked best, FingerprintProfile profile) =>
        other != best && DuplicateCheck.AreSame(best.Finding.Alignment, other.Finding.Alignment, profile)
            ? other.Match with { DuplicateOf = best.Match.Track.RefId }
            : other.Match;

    private static Match ToMatch(Alignment alignment, Track track, double eValue)
    {
        var (placement, warp) = (alignment.Placement, alignment.Placement.Warp);
        return new Match
        {
            Track = track,
            QueryStart = alignment.QueryStart,
            QueryStop = alignment.QueryStop,
            ReferenceStart = placement.Map(alignment.QueryStart),
            ReferenceStop = placement.Map(alignment.QueryStop),
            Offset = placement.Offset,
            Score = alignment.Score,
            EValue = eValue,
            Confidence = FalseMatchModel.Confidence(eValue),
            Coverage = alignment.Coverage,
            TimeFactor = warp.Time,
            FrequencyFactor = 1 / warp.Frequency,
            AlignedPeakCount = alignment.AlignedPeakCount,
        };
    }

    /// <param name="Margin">Score above what chance finds and what is asked of the same clip, in nats.</param>
    private readonly record struct Finding(Alignment Alignment, double Margin);

    private sealed record Ranked(Match Match, Finding Finding);
}
