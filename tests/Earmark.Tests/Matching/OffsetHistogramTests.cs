using CsCheck;
using Earmark.Matching;

namespace Earmark.Tests.Matching;

public sealed class OffsetHistogramTests
{
    private static readonly Gen<(int Bin, int Anchor)[]> Hits =
        from binCount in Gen.Int[1, 60]
        from hits in Gen.Select(Gen.Int[0, binCount - 1], Gen.Int[0, 5]).Array[0, 200]
        select hits;

    [Fact]
    public void Agrees_with_a_dictionary() => Gen.Select(Hits, Gen.Int[1, 30]).Sample((hits, limit) =>
    {
        // 1 for an anchor's first hit in a bin, 0.35 for each further one.
        var scores = hits.GroupBy(hit => hit.Bin).ToDictionary(
            bin => bin.Key, bin => bin.GroupBy(hit => hit.Anchor).Sum(anchor => 1 + (0.35 * (anchor.Count() - 1))));
        var expected = scores
            .Select(bin => (Bin: bin.Key, Next: scores.GetValueOrDefault(bin.Key + 1), Own: bin.Value))
            .Where(bin => bin.Own + bin.Next >= 1.5 - 1e-9)
            .OrderByDescending(bin => Math.Round(bin.Own + bin.Next, 6)).ThenBy(bin => bin.Bin)
            .Take(limit)
            .Select(bin => (bin.Bin + (bin.Next / (bin.Own + bin.Next)) + 0.5, bin.Own + bin.Next));

        var actual = Best(hits, limit);
        AssertNear(expected, actual);
    });

    [Fact]
    public void The_order_of_arrival_does_not_matter() => Hits.Sample(hits =>
        Assert.Equal(Best(hits, 20), Best([.. hits.Reverse()], 20)));

    [Fact]
    public void More_hits_than_at_first_fit_are_all_counted()
    {
        var hits = Enumerable.Range(0, 40_000).Select(i => (Bin: 7 + (i % 2 * 100), Anchor: i / 2 % 8192));

        // 8,192 anchors once, and the rest of the 20,000 again.
        AssertNear([(7.5, 8192 + (0.35 * 11_808)), (107.5, 8192 + (0.35 * 11_808))], Best([.. hits], 5));
    }

    [Fact]
    public void Bins_and_anchors_at_their_limits_are_kept_apart()
    {
        var histogram = new OffsetHistogram();
        foreach (var bin in new[] { 0, 1L << 50 })
        {
            histogram.Add(bin, 0);
            histogram.Add(bin, 8_191);
        }

        Assert.Equal([new OffsetPeak(0.5, 2), new OffsetPeak((1L << 50) + 0.5, 2)], histogram.Best(10));
    }

    [Fact]
    public void Nothing_has_no_peaks() => Assert.Empty(new OffsetHistogram().Best(10));

    private static List<OffsetPeak> Best((int Bin, int Anchor)[] hits, int limit)
    {
        var histogram = new OffsetHistogram();
        foreach (var (bin, anchor) in hits)
        {
            histogram.Add(bin, anchor);
        }

        return histogram.Best(limit);
    }

    private static void AssertNear(IEnumerable<(double Bin, double Score)> expected, List<OffsetPeak> actual)
    {
        Assert.Equal(expected.Count(), actual.Count);
        foreach (var ((bin, score), peak) in expected.Zip(actual))
        {
            Assert.Equal(bin, peak.Bin, 1e-9);
            Assert.Equal(score, peak.Score, 1e-9 * score);
        }
    }
}
