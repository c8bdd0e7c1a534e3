using CsCheck;
using Earmark.Matching;

namespace Earmark.Tests.Matching;

public sealed class OffsetHistogramTests
{
    private static readonly Gen<int[]> Bins =
        from binCount in Gen.Int[1, 600]
        from bins in Gen.Int[0, binCount - 1].Array[0, 2000]
        select bins;

    [Fact]
    public void Agrees_with_a_dictionary() => Gen.Select(Bins, Gen.Int[1, 60]).Sample((bins, limit) =>
        Assert.Equal(Expected(bins, limit), Best(bins, limit)));

    /// <summary>
    /// So many hits that most are left out, and counters shared; some bins beyond what they count, some at the ends of
    /// stretches.
    /// </summary>
    [Fact]
    public void Agrees_with_a_dictionary_when_most_hits_are_left_out() => Gen.Select(
        Gen.Int[0, 1000], Gen.Int[20_000, 200_000], Gen.Int[100_000, 2_000_000], Gen.Int[0, 600], Gen.Int[1, 700])
        .Sample(
        (seed, hitCount, binCount, crowd, limit) =>
        {
            var random = new Random(seed);
            var crowded = Enumerable.Range(0, 40)
                .SelectMany(i => Enumerable.Repeat(i % 3 > 0 ? random.Next(binCount) : StretchEnd(), crowd * i / 40));
            var bins = Enumerable.Range(0, hitCount).Select(_ => random.Next(binCount)).Concat(crowded).ToArray();

            Assert.Equal(Expected(bins, limit), Best(bins, limit));

            int StretchEnd() => (HitPartitions.StretchLength * random.Next(1, 8)) - random.Next(2);
        },
        iter: 30);

    [Fact]
    public void The_order_of_arrival_does_not_matter() => Bins.Sample(bins =>
        Assert.Equal(Best(bins, 20), Best([.. bins.Reverse()], 20)));

    [Fact]
    public void What_was_counted_before_it_was_cleared_does_not_matter() => Gen.Select(Bins, Bins).Sample(
        (before, bins) =>
        {
            var histogram = new OffsetHistogram();
            Fill(histogram, before);
            histogram.Best(300);
            histogram.Clear();
            Fill(histogram, bins);

            Assert.Equal(Best(bins, 20), histogram.Best(20).ToArray());
        });

    [Fact]
    public void More_hits_than_at_first_fit_are_all_counted()
    {
        var bins = Enumerable.Range(0, 4 * LentPages.PageLength).Select(i => 7 + (i % 2 * 100));
        var half = 2 * LentPages.PageLength;

        Assert.Equal([new OffsetPeak(7.5, half), new OffsetPeak(107.5, half)], Best([.. bins], 5));
    }

    [Fact]
    public void Of_many_bins_of_many_votes_the_best_are_found()
    {
        // Bins 10, 20, … of 2,000, 2,001, … votes: each better than all before it.
        var bins = Enumerable.Range(0, 20).SelectMany(i => Enumerable.Repeat(10 * (i + 1), 2000 + i));

        Assert.Equal([new OffsetPeak(200.5, 2019), new OffsetPeak(190.5, 2018)], Best([.. bins], 2));
    }

    [Fact]
    public void Two_frames_are_a_bin_wherever_on_the_time_line()
    {
        var histogram = new OffsetHistogram();
        histogram.Add([0, 1], 0);
        histogram.Add([-1, 0, 2], 1L << 39);

        var half = 1L << 38;
        Assert.Equal(
            [new OffsetPeak(0.5, 2), new OffsetPeak(half - 1 + 1, 2), new OffsetPeak(half + 1, 2)],
            histogram.Best(10).ToArray());
    }

    [Fact]
    public void Nothing_has_no_peaks() => Assert.Empty(Best([], 10));

    private static List<OffsetPeak> Expected(int[] bins, int limit)
    {
        var votes = bins.GroupBy(bin => bin).ToDictionary(hits => hits.Key, hits => hits.Count());
        return
        [
            .. votes
                .Select(bin => (Bin: bin.Key, Own: bin.Value, Next: votes.GetValueOrDefault(bin.Key + 1)))
                .Where(bin => bin.Own + bin.Next >= 2)
                .OrderByDescending(bin => bin.Own + bin.Next).ThenBy(bin => bin.Bin)
                .Take(limit)
                .Select(bin => new OffsetPeak(
                    bin.Bin + ((double)bin.Next / (bin.Own + bin.Next)) + 0.5, bin.Own + bin.Next)),
        ];
    }

    private static OffsetPeak[] Best(int[] bins, int limit)
    {
        var histogram = new OffsetHistogram();
        Fill(histogram, bins);
        return histogram.Best(limit).ToArray();
    }

    private static void Fill(OffsetHistogram histogram, int[] bins)
    {
        // Positions in frames, odd and even.
        foreach (var half in bins.Chunk((bins.Length / 2) + 1))
        {
            histogram.Add([.. half.Select((bin, i) => (2L * bin) + (i & 1) - 50)], 50);
        }
    }
}
