using CsCheck;
using Earmark.Spectral;

namespace Earmark.Tests.Spectral;

public sealed class LocalContrastTests
{
    private static readonly FingerprintProfile Small = TestProfiles.Small;

    // Levels are summed in steps of 1/8192 nat, rounded towards zero.
    private const double Step = 1.0 / 8192;

    [Theory]
    [InlineData(1)] // shorter than the box: averaged whole
    [InlineData(6)]
    [InlineData(7)] // the box
    [InlineData(8)]
    [InlineData(40)]
    public void Agrees_with_the_definition_on_random_levels(int frameCount) => Gen.Int[0, 1000].Sample(
        seed =>
        {
            var levels = RandomLevels(frameCount, seed);
            var doubles = levels.Select(row => row.Select(level => (double)level).ToArray()).ToArray();

            AssertNear(Reference.Spectrogram.Contrast(doubles, Small), Contrasts(levels).Contrasts);
        },
        iter: 20);

    [Fact]
    public void Levels_come_out_with_their_contrast()
    {
        var levels = RandomLevels(frameCount: 40, seed: 1);

        Assert.Equal(levels, Contrasts(levels).Levels);
    }

    [Fact]
    public void A_frame_comes_out_one_radius_after_it_went_in()
    {
        var contrast = new LocalContrast(Small);
        var row = new float[Small.BinCount];
        var taken = 0;
        for (var added = 1; added <= 20; added++)
        {
            contrast.Add(row);
            while (contrast.TryTake(row, out _))
            {
                taken++;
            }

            // Nothing until the first box is full.
            Assert.Equal(added < 7 ? 0 : added - 3, taken);
        }
    }

    [Fact]
    public void A_recording_without_frames_has_no_contrast() => Assert.Empty(Contrasts([]).Contrasts);

    [Fact]
    public void Hours_of_sound_do_not_drift()
    {
        // The same minute of levels over and over must give the same bits over and over, though the sums wrap around.
        var levels = RandomLevels(frameCount: 500, seed: 2);
        var repeated = Enumerable.Range(0, 200).SelectMany(_ => levels).ToArray();

        var contrasts = Contrasts(repeated).Contrasts;
        Assert.Equal(contrasts[1000..1500], contrasts[^1000..^500]);
    }

    [Fact]
    public void The_sums_of_a_full_box_of_the_quietest_levels_fit()
    {
        var contrast = new LocalContrast(FingerprintProfile.Full);
        var floor = Enumerable.Repeat((float)Math.Log(1e-9), FingerprintProfile.Full.BinCount).ToArray();
        var row = new float[floor.Length];
        for (var frame = 0; frame < 200; frame++)
        {
            contrast.Add(floor);
            while (contrast.TryTake(row, out _))
            {
                Assert.All(row, value => Assert.Equal(0, value, 2 * Step));
            }
        }
    }

    private static (List<float[]> Contrasts, List<float[]> Levels) Contrasts(float[][] levels)
    {
        var contrast = new LocalContrast(Small);
        var (contrasts, taken) = (new List<float[]>(), new List<float[]>());
        foreach (var row in levels)
        {
            contrast.Add(row);
            TakeAll();
        }

        contrast.Finish();
        TakeAll();
        return (contrasts, taken);

        void TakeAll()
        {
            var row = new float[Small.BinCount];
            while (contrast.TryTake(row, out var own))
            {
                contrasts.Add([.. row]);
                taken.Add([.. own]);
            }
        }
    }

    private static float[][] RandomLevels(int frameCount, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, frameCount).Select(_ =>
                Enumerable.Range(0, Small.BinCount).Select(_ => -20.7f * random.NextSingle()).ToArray()),
        ];
    }

    private static void AssertNear(double[][] expected, List<float[]> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        foreach (var (wanted, row) in expected.Zip(actual))
        {
            Assert.All(wanted.Zip(row), pair => Assert.Equal(pair.First, pair.Second, Step));
        }
    }
}
