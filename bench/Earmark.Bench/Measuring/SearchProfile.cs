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
    private long[] _positions = new long[256];

    /// <summary>Names of the steps, in the order of <see cref="Run"/>.</summary>
    public static IReadOnlyList<string> Steps { get; } = ["sparse", "dense", "warped"];

    /// <summary>What each step did and took.</summary>
    public StepCost[] Run() =>
    [
        Step(clip, [Hypothesis.Identity], ClipSearch.SparseLimit),
        Step(clip.At(SearchDensity.Dense), [Hypothesis.Identity], ClipSearch.DenseLimit),
        Step(clip.At(SearchDensity.Strong), Hypothesis.Usual, ClipSearch.StrongLimit),
    ];

    private StepCost Step(QueryClip density, IReadOnlyList<Hypothesis> hypotheses, int limit)
    {
        var (keys, search) = (new ProbeKeys(density), new CandidateSearch(index, density));
        var cost = default(StepCost);
        var screened = new List<(Candidate Candidate, Hypothesis Hypothesis, double Score)>();
        foreach (var hypothesis in hypotheses)
        {
            var look = LookUp(keys, hypothesis.Warp);
            var candidates = new List<Candidate>();
            var finding = Time(() => candidates = search.Find(hypothesis.Warp, limit));
            var screening = Time(() => screened.AddRange(
                candidates.Select(candidate => (candidate, hypothesis, _verifier.Screen(candidate)))));
            cost += look with { Counting = finding - look.Probing - look.Reading, Screening = screening };
        }

        var best = screened.OrderByDescending(s => s.Score).Take(ClipSearch.Finalists).ToList();
        return cost with { Verifying = Time(() => best.ForEach(s => _verifier.Verify(s.Candidate, s.Hypothesis))) };
    }

    /// <summary>Makes the probes and reads their lists, as a search does before it counts.</summary>
    private StepCost LookUp(ProbeKeys keys, Warp warp)
    {
        var start = LinuxCalls.ThreadTime();
        var probes = keys.Of(warp);
        var probed = LinuxCalls.ThreadTime();
        var cost = new StepCost { Probes = probes.Length, Probing = probed - start };
        foreach (var segment in index.Segments)
        {
            cost += Read(segment, probes);
        }

        return cost with { Reading = LinuxCalls.ThreadTime() - probed };
    }

    private StepCost Read(Segment segment, ReadOnlySpan<ulong> probes)
    {
        var reader = segment.Postings();
        var (key, count) = (-1, 0);
        var (keys, postings, hits) = (0L, 0L, 0L);
        for (var i = 0; i < probes.Length; i++)
        {
            if (i + CandidateSearch.ProbesAhead < probes.Length)
            {
                reader.Expect(ProbeKeys.Key(probes[i + CandidateSearch.ProbesAhead]));
            }

            if (ProbeKeys.Key(probes[i]) != key)
            {
                key = ProbeKeys.Key(probes[i]);
                count = reader.Read(key, ref _positions);
                keys++;
                postings += count;
            }

            hits += count;
        }

        return new StepCost { Keys = keys, Postings = postings, Hits = hits };
    }

    private static TimeSpan Time(Action action)
    {
        var start = LinuxCalls.ThreadTime();
        action();
        return LinuxCalls.ThreadTime() - start;
    }
}
