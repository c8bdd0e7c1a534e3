using System.Diagnostics;
using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;

namespace Earmark.Bench.Measuring;

/// <summary>Asks an open library about clips.</summary>
internal sealed class Interrogation(TrackIndex index, FingerprintProfile profile, MatchOptions options)
{
    /// <summary>Asks about one clip: once to have all it needs in memory, and once more with a clock running.</summary>
    public Asked Ask(Clip clip, Observation query)
    {
        using var snapshot = index.Snapshot();
        var (stepCount, verified) = Search(snapshot, query);
        var cpu = LinuxCalls.ThreadTime();
        var clipCount = QueryClip.Cut(query, profile, options.LongestClip).Count();
        var mapping = LinuxCalls.ThreadTime() - cpu;
        var start = Stopwatch.GetTimestamp();
        cpu = LinuxCalls.ThreadTime();
        var decision = Answer(snapshot, query);
        var cost = new Cost(LinuxCalls.ThreadTime() - cpu, Stopwatch.GetElapsedTime(start));

        var expected = clip.RefId.Length > 0 ? index.Find(clip.RefId) : null;
        var name = decision.Matches.Count > 0 ? decision.Matches[0].Track : null;
        return new Asked(
            clip,
            IsKnown: expected is not null,
            IsNamed: name is not null,
            IsRight: expected is not null && name?.Id == expected.Id,
            IsFound: expected is not null && verified.Contains(expected.Id),
            Score: decision.BestGuess?.Score ?? 0,
            stepCount,
            Margin: decision.BestGuess is { } best
                ? FalseMatchModel.MarginOf(best.EValue / clipCount, snapshot.TrackCount)
                : 0,
            mapping,
            cost);
    }

    /// <summary>Answers as the library does.</summary>
    public MatchDecision Answer(IndexSnapshot snapshot, Observation query) =>
        Matcher.Identify(snapshot, query, profile, index.Find, options);

    /// <summary>What each step of the search does and takes.</summary>
    public StepCost[] Profile(Observation query)
    {
        using var snapshot = index.Snapshot();
        var sums = new StepCost[SearchProfile.Steps.Count];
        foreach (var clip in Cut(query))
        {
            var steps = new SearchProfile(snapshot, clip).Run();
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += steps[i];
            }
        }

        return sums;
    }

    /// <summary>The steps that the search takes, and the ids of the tracks that it verifies.</summary>
    private (int StepCount, HashSet<long> Verified) Search(IndexSnapshot snapshot, Observation query)
    {
        var (stepCount, verified) = (0, new HashSet<long>());
        foreach (var clip in Cut(query))
        {
            var conclusive = FalseMatchModel.ConclusiveScore(
                options.MaxEValue, snapshot.TrackCount, Repetition.Of(clip));
            var search = new ClipSearch(snapshot, clip, options.Changes, conclusive);
            verified.UnionWith(search.Run(CancellationToken.None).Select(alignment => alignment.TrackId));
            stepCount = Math.Max(stepCount, search.StepCount);
        }

        return (stepCount, verified);
    }

    private IEnumerable<QueryClip> Cut(Observation query) => QueryClip.Cut(query, profile, options.LongestClip);
}
