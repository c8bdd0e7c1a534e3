using Earmark.Spectral;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Spectral;

public sealed class ContrastRecordTests
{
    private static readonly FingerprintProfile Profile = FingerprintProfile.Full;

    [Fact]
    public void Contrast_of_white_noise_spreads_as_the_logarithm_of_its_power_does()
    {
        var record = TestObservation.Contrast(new([], FrameCount: 100));

        // Less what lies below the least that is kept.
        Assert.InRange(record.Spread(0, 100), 1.2, Math.PI / Math.Sqrt(6));
    }

    [Fact]
    public void Spread_is_of_the_stretch_alone()
    {
        // A stretch like its surroundings, then one whose bins are 2 nats above and below them in turn.
        var record = new ContrastRecord(Profile);
        for (var frame = 0; frame < 20; frame++)
        {
            record.Add([.. Enumerable.Range(0, Profile.BinCount).Select(bin => Level(frame, bin))]);
        }

        Assert.Equal(0, record.Spread(0, 10));
        Assert.Equal(2, record.Spread(10, 20), 0.01);
        Assert.Equal(0, record.Spread(10, 10));

        static float Level(int frame, int bin) => frame < 10 ? 0 : bin % 2 == 0 ? 2 : -2;
    }

    [Theory]
    [InlineData(3, 20, 5, 7)]
    [InlineData(0, 20, 1, 1)]
    [InlineData(7, 8, 100, 10_000)]
    [InlineData(4, 4, 9, 9)]
    public void A_pooled_cell_is_the_greatest_of_those_that_it_stands_for(int first, int end, int frames, int bins)
    {
        var record = TestObservation.Contrast(new([], FrameCount: 20));
        var row = new float[Profile.BinCount];

        var pooled = record.Pool(first, end, frames, bins);

        Assert.Equal(
            (Math.Min(frames, end - first), Math.Min(bins, Profile.BinCount)), (pooled.FrameCount, pooled.BinCount));
        var greatest = new float[pooled.Cells.Length];
        Array.Fill(greatest, float.MinValue);
        for (var frame = first; frame < end; frame++)
        {
            record.Read(frame, row);
            var at = (((frame - first + 1) * pooled.FrameCount) - 1) / (end - first);
            foreach (var (bin, nats) in row.Index())
            {
                var cell = (at * pooled.BinCount) + ((((bin + 1) * pooled.BinCount) - 1) / row.Length);
                greatest[cell] = Math.Max(greatest[cell], nats);
            }
        }

        Assert.Equal(greatest, pooled.Cells);
    }

    [Fact]
    public void What_was_added_is_read_again_to_a_sixteenth_of_a_nat_and_a_quarter_where_it_is_loud()
    {
        var record = new ContrastRecord(Profile);
        var (added, read) = (new float[Profile.BinCount], new float[Profile.BinCount]);
        for (var bin = 0; bin < added.Length; bin++)
        {
            added[bin] = -6 + (32f * bin / added.Length);
        }

        record.Add(added);
        record.Read(0, read);

        foreach (var (was, now) in added.Zip(read))
        {
            Assert.InRange(Math.Clamp(was, -4, 23.75f) - now, 0, was < 8 ? 1 / 16f : 1 / 4f);
        }
    }

    [Fact]
    public void A_stretch_lies_within_the_recording()
    {
        var record = TestObservation.Contrast(new([], FrameCount: 10));

        Assert.Throws<ArgumentOutOfRangeException>(() => record.Spread(-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => record.Spread(0, 11));
    }
}
