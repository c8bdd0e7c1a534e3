using CsCheck;
using Earmark.Spectral;

namespace Earmark.Tests.Spectral;

public sealed class StftTests
{
    private static readonly FingerprintProfile Full = FingerprintProfile.Full;

    [Theory]
    [InlineData(2048)] // one frame
    [InlineData(2048 + 128)] // two, a pair
    [InlineData(2048 + (6 * 128) + 127)] // seven and a rest
    public void Agrees_with_the_definition_on_noise(int sampleCount) =>
        AssertNear(Reference.Spectrogram.Levels(Noise(sampleCount, 1), Full), Rows(Noise(sampleCount, 1), Full), 1e-3);

    [Theory]
    [InlineData(24)]
    [InlineData(256)]
    [InlineData(1000)]
    public void A_full_scale_sine_has_level_zero_in_its_bin(int bin)
    {
        var sine = Sine(bin, sampleCount: 2048 + 128);

        Assert.All(Rows(sine, Full), row => Assert.Equal(0, row[bin - Full.LowestBin], 5e-6));
    }

    [Fact]
    public void A_quiet_frame_keeps_its_levels_beside_a_loud_one()
    {
        // They share a transform: what leaks over is rounding, far below the noise of any recording.
        float[] samples = [.. new float[2048], .. Sine(256, 128)];

        var (quiet, loud) = (Rows(samples, Full)[0], Rows(samples, Full)[1]);
        Assert.All(quiet, level => Assert.Equal(Math.Log(1e-9), level, 1e-2));
        Assert.InRange(loud.Max(), -20, 0);
    }

    [Fact]
    public void Silence_is_at_the_floor_everywhere() =>
        Assert.All(Rows(new float[5000], Full), row => Assert.All(row, level => Assert.Equal(-20.7233, level, 1e-4)));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2047, 0)]
    [InlineData(2048, 1)]
    [InlineData(2048 + 127, 1)]
    [InlineData(2048 + 128, 2)]
    [InlineData(2048 + (2 * 128), 3)]
    [InlineData(8000, 47)]
    public void Frames_begin_every_hop_and_are_never_padded(int sampleCount, int frameCount) =>
        Assert.Equal(frameCount, Rows(new float[sampleCount], Full).Count);

    [Fact]
    public void Any_cut_into_blocks_gives_the_same_bits() =>
        Gen.Select(Gen.Int[0, 600], Gen.Int[1, 200].Array[1, 20]).Sample((sampleCount, blocks) =>
        {
            var samples = Noise(sampleCount, sampleCount);

            Assert.Equal(Rows(samples, TestProfiles.Small), Rows(samples, TestProfiles.Small, blocks));
        });

    /// <summary>All rows; blocks of the lengths given, over and over, or one block.</summary>
    private static List<float[]> Rows(float[] samples, FingerprintProfile profile, int[]? blocks = null)
    {
        var stft = new Stft(profile);
        var rows = new List<float[]>();
        var (first, second) = (new float[profile.BinCount], new float[profile.BinCount]);
        var start = 0;
        for (var i = 0; start < samples.Length; i++)
        {
            var length = Math.Min(blocks?[i % blocks.Length] ?? samples.Length, samples.Length - start);
            ReadOnlySpan<float> rest = samples.AsSpan(start, length);
            while (stft.Fill(ref rest))
            {
                stft.TransformPair(first, second);
                rows.AddRange([[.. first], [.. second]]);
            }

            start += length;
        }

        if (stft.TransformLast(first))
        {
            rows.Add(first);
        }

        return rows;
    }

    private static float[] Noise(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
    }

    private static float[] Sine(int bin, int sampleCount) =>
        [.. Enumerable.Range(0, sampleCount).Select(n => (float)Math.Sin(2 * Math.PI * bin * n / 2048))];

    private static void AssertNear(double[][] expected, List<float[]> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Count);
        foreach (var (wanted, row) in expected.Zip(actual))
        {
            Assert.All(wanted.Zip(row), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }
}
