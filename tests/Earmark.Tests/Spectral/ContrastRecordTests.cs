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
