using Earmark.Indexing;
using Earmark.Matching;

namespace Earmark.Bench.Measuring;

/// <summary>Takes every step of a search of one clip, whether an earlier one found it or not, piece by piece.</summary>
/// <remarks>
/// Each piece is called as <see cref="ClipSearch"/> calls it, but on its own, so that it can be timed. What is read is
/// the processor time of the thread, which a busy machine disturbs least.
/// </remarks>
internal sealed class SearchProfile(IndexSnapshot index, QueryClip clip)
{
    private readonly Verifier _verifier = new(clip);
    private readonly OffsetHistogram _histogram = new();

    /// <summary>Names of the steps, in the order of <see cref="Run"/>.</summary>
    public static IReadOnlyList<string> Steps { get; } = ["light", "sparse", "dense", "warped"];

    /// <summary>What each step did and took.</summary>
    public StepCost[] Run() =>
    [
        Step(clip.At(SearchDensity.Light(clip.Profile)), [Hypothesis.Identity], ClipSearch.LightLimit),
        Step(clip, [Hypothesis.Identity], ClipSearch.SparseLimit),
        Step(clip.At(SearchDensity.Dense), [Hypothesis.Identity], ClipSearch.DenseLimit),
        Step(clip.At(SearchDensity.Strong), Hypothesis.Usual, HypothesisSet.Usual.Candidates),
    ];

    private StepCost Step(QueryClip density, IReadOnlyList<Hypothesis> hypotheses, int limit)
    {
        var (keys, search) = (new ProbeKeys(density), new CandidateSearch(index, density, _histogram));
        var cost = new StepCost { Pairing = Time(() => _ = density.Pairs.Count) };
        var screened = new List<(Candidate Candidate, Hypothesis Hypothesis, double Score)>();
        foreach (var hypothesis in hypotheses)
        {
            var (probes, kept) = (0, 0);
            var candidates = new List<Candidate>();
            var probing = Time(() => keys.Of(hypothesis.Warp));
            var reading = Time(() => (probes, kept) = search.LookUp(hypothesis.Warp));
            cost += new StepCost
            {
                Probes = probes,
                Kept = kept,
                Hits = _histogram.HitCount,
                Probing = probing,
                Reading = reading - probing,
                Counting = Time(() => candidates = search.Choose(hypothesis.Warp, limit)),
                Screening = Time(() => screened.AddRange(
                    candidates.Select(candidate => (candidate, hypothesis, _verifier.Screen(candidate))))),
            };
        }

        var best = screened.OrderByDescending(s => s.Score).Take(ClipSearch.Finalists).ToList();
        return cost with { Verifying = Time(() => best.ForEach(s => _verifier.Verify(s.Candidate, s.Hypothesis))) };
    }

    private static TimeSpan Time(Action action)
    {
        var start = LinuxCalls.ThreadTime();
        action();
        return LinuxCalls.ThreadTime() - start;
    }
}
