using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Matching;

public sealed class VoteBudgetTests : IDisposable
{
    private const int KeyCount = 1_000;

    private static readonly FingerprintProfile Profile =
        new() { Name = "budget", AnchorCells = 10, StepCells = 1, DelayCells = 100 };

    private readonly TestFolder _folder = new();
    private readonly TrackIndex _index;
    private readonly IndexSnapshot _snapshot;

    public VoteBudgetTests()
    {
        // Key k has k/8 postings in each of two segments.
        _index = TrackIndex.Open(_folder.Library, Profile, LandmarksOf, IndexAccess.Create);
        foreach (var refId in new[] { "a", "b" })
        {
            _index.AddSegment([new NewTrack { RefId = refId, Constellation = new Constellation([], 60_000) }]);
        }

        _snapshot = _index.Snapshot();
    }

    [Fact]
    public void All_probes_are_within_a_budget_that_is_large_enough() =>
        Assert.Equal(Probes(0, 500, 999), Within(Probes(0, 500, 999), 1_000_000));

    [Fact]
    public void A_library_is_too_small_to_look_into_up_to_a_number_of_probes()
    {
        var budget = new VoteBudget(_snapshot);
        Assert.True(budget.IsAmple(probeCount: 2_000, baseLimit: 1_000));
        Assert.False(budget.IsAmple(probeCount: 3_000, baseLimit: 1_000));
    }

    [Fact]
    public void The_longest_lists_are_left_out_and_the_rest_keeps_its_order()
    {
        Assert.Equal(Probes(200, 500), Within(Probes(200, 500, 800, 900), 230));
        Assert.Equal(Probes(201, 100), Within(Probes(900, 201, 500, 100), 100));
    }

    [Fact]
    public void A_budget_too_small_for_any_list_leaves_none() => Assert.Empty(Within(Probes(500, 999), 30));

    [Fact]
    public void The_hits_of_what_is_kept_are_within_the_budget()
    {
        var all = Probes([.. Enumerable.Range(0, KeyCount)]);
        foreach (var limit in new[] { 1_000, 10_000, 25_000 })
        {
            var positions = Array.Empty<long>();
            var hits = Within(all, limit)
                .Sum(probe => _snapshot.Segments.Sum(s => s.ReadPostings(ProbeKeys.Key(probe), ref positions)));
            Assert.InRange(hits, 0.65 * limit, 1.1 * limit);
        }
    }

    public void Dispose()
    {
        _snapshot.Dispose();
        _index.Dispose();
        _folder.Dispose();
    }

    private static Landmark[] LandmarksOf(Constellation constellation) =>
    [
        .. from i in Enumerable.Range(0, KeyCount / 8)
            from key in Enumerable.Range(0, KeyCount)
            where i < key / 8
            select new Landmark(key, i * 100),
    ];

    private static ulong[] Probes(params int[] keys) => Array.ConvertAll(keys, key => (ulong)key);

    private ulong[] Within(ulong[] probes, int limit) => new VoteBudget(_snapshot).Within(probes, limit).ToArray();
}
