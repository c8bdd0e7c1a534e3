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
        Answer(snapshot, query);
        var (cpu, start) = (LinuxCalls.ThreadTime(), Stopwatch.GetTimestamp());
        var decision = Answer(snapshot, query);
        var cost = new Cost(LinuxCalls.ThreadTime() - cpu, Stopwatch.GetElapsedTime(start));

        var expected = clip.RefId.Length > 0 ? index.Find(clip.RefId) : null;
        var name = decision.Matches.Count > 0 ? decision.Matches[0].Track : null;
        var isRight = expected is not null && name?.Id == expected.Id;
        var score = decision.BestGuess?.Score ?? 0;
        return new Asked(
            clip,
            IsKnown: expected is not null,
            IsNamed: name is not null,
            isRight,
            IsFound: isRight || (expected is not null && IsVerified(snapshot, query, expected.Id)),
            score,
            IsThorough: Cut(query).All(part => score < ConclusiveScore(snapshot, part)),
            Margin: decision.BestGuess is { } best ? MarginOf(best.EValue, snapshot.TrackCount) : 0,
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

    /// <summary>The margin that has an E-value. That falls by a constant rate, so two of its points give it.</summary>
    private static double MarginOf(double eValue, int trackCount)
    {
        var (zero, one) = (FalseMatchModel.EValue(0, trackCount), FalseMatchModel.EValue(1, trackCount));
        return Math.Log(zero / eValue) / Math.Log(zero / one);
    }

    private bool IsVerified(IndexSnapshot snapshot, Observation query, long trackId)
    {
        var hypotheses = options.Wide ? Hypothesis.Wide : Hypothesis.Usual;
        return Cut(query)
            .Select(clip => new ClipSearch(snapshot, clip, hypotheses, ConclusiveScore(snapshot, clip)))
            .SelectMany(search => search.Run(CancellationToken.None))
            .Any(alignment => alignment.TrackId == trackId);
    }

    private IEnumerable<QueryClip> Cut(Observation query) => QueryClip.Cut(query, profile, options.LongestClip);

    private double ConclusiveScore(IndexSnapshot snapshot, QueryClip clip) => FalseMatchModel.ConclusiveScore(
        options.MaxEValue, snapshot.TrackCount, FalseMatchModel.Demand(clip.ContrastSpread, clip.Duration));
}
