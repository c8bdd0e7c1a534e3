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

        var best = new Dictionary<long, Finding>();
        var clipCount = 0;
        foreach (var clip in QueryClip.Cut(query, profile, options.LongestClip))
        {
            cancellation.ThrowIfCancellationRequested();
            clipCount++;
            var repetition = Repetition.Of(clip);
            var conclusive = FalseMatchModel.ConclusiveScore(
                options.MaxEValue / clipCount, index.TrackCount, repetition);
            var search = new ClipSearch(index, clip, options.Changes, conclusive);
            foreach (var finding in Find(search, clip, repetition, cancellation))
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

        var ranked = Rank(best.Values, index.TrackCount, clipCount, findTrack);
        return ranked.Count == 0 ? MatchDecision.NoMatch : Decide(ranked, profile, options) with
        {
            Contenders = [.. ranked.Take(MatchDecision.Shown).Select(ToContender)],
            NeededMargin = FalseMatchModel.MarginOf(options.MaxEValue / clipCount, index.TrackCount),
        };
    }

    /// <summary>Says how one track would fare in what was searched, whether the search came across it or not.</summary>
    /// <param name="alone">An index of that track alone.</param>
    /// <param name="answer">What was said of the whole library, which knows what chance finds in it.</param>
    /// <param name="trackCount">Of the whole library.</param>
    /// <returns>Null where the track scores nothing at all.</returns>
    internal static Contender? Consider(
        IndexSnapshot alone,
        Observation query,
        FingerprintProfile profile,
        Track track,
        MatchDecision answer,
        int trackCount,
        MatchOptions options,
        CancellationToken cancellation)
    {
        var chances = answer.Contenders
            .DistinctBy(contender => contender.Stretch.Start)
            .ToDictionary(contender => contender.Stretch.Start, contender => contender.Stretch.Chance);
        Finding? best = null;
        var clipCount = 0;
        foreach (var clip in QueryClip.Cut(query, profile, options.LongestClip))
        {
            clipCount++;
            if (!chances.TryGetValue(StartOf(clip), out var chance) && chances.Count > 0)
            {
                continue;
            }

            var repetition = Repetition.Of(clip);
            var conclusive = FalseMatchModel.ConclusiveScore(options.MaxEValue, trackCount, repetition);
            var search = new ClipSearch(alone, clip, options.Changes, conclusive);
            foreach (var finding in Find(search, clip, repetition, cancellation, chance))
            {
                best = best is { } other && other.Margin >= finding.Margin ? other : finding;
            }
        }

        if (best is not { Alignment.Score: > 0 } found)
        {
            return null;
        }

        var eValue = Math.Min(1, clipCount * FalseMatchModel.EValue(found.Margin, trackCount));
        return ToContender(new Ranked(ToMatch(found.Alignment, track, eValue), found));
    }

    /// <summary>Returns the best alignment of each track in one clip.</summary>
    /// <param name="knownChance">What chance finds in it; null for what it finds now.</param>
    private static IEnumerable<Finding> Find(
        ClipSearch search,
        QueryClip clip,
        double repetition,
        CancellationToken cancellation,
        double? knownChance = null)
    {
        var byTrack = search.Run(cancellation)
            .GroupBy(alignment => alignment.TrackId)
            .Select(track => track.MaxBy(alignment => alignment.Score)!)
            .ToList();
        var chance = knownChance ?? FalseMatchModel.ChanceLevel(byTrack.ConvertAll(alignment => alignment.Score));
        var demand = FalseMatchModel.Demand(clip.ContrastSpread, clip.Duration);
        var stretch = new SearchedStretch(
            StartOf(clip),
            StartOf(clip) + clip.Duration,
            chance,
            demand,
            repetition,
            search.StepCount,
            search.Trials);
        return byTrack.Select(alignment =>
            new Finding(alignment, stretch, search.AlikeLevel(alignment, chance, demand, repetition)));
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

    private static Contender ToContender(Ranked ranked) => new()
    {
        Match = ranked.Match,
        Stretch = ranked.Finding.Stretch,
        BySecond = ranked.Finding.Alignment.BySecond,
        PeakScore = ranked.Finding.Alignment.PeakScore,
        Penalty = ranked.Finding.Alignment.Penalty,
        AlikeLevel = ranked.Finding.AlikeLevel,
    };

    private static double StartOf(QueryClip clip) => clip.Frames.First * clip.Profile.FrameDuration;

    private readonly record struct Finding(Alignment Alignment, SearchedStretch Stretch, double AlikeLevel)
    {
        /// <summary>Score above what chance finds and what is asked of the same clip, in nats.</summary>
        public double Margin => Alignment.Score - Stretch.Chance - AlikeLevel;
    }

    private sealed record Ranked(Match Match, Finding Finding);
}
