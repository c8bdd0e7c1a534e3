using CsCheck;
using Earmark.Audio;
using Earmark.Tests.Reference;

namespace Earmark.Tests.Audio;

public sealed class ResamplerTests
{
    private static readonly double[] Tones = [90, 440, 1234, 2500, 3300, 3700];

    [Theory]
    [InlineData(9_000)]
    [InlineData(11_025)]
    [InlineData(6_000)]
    [InlineData(12_345)]
    public void One_filter_is_the_windowed_sinc_of_the_textbook(int inputRate)
    {
        var random = new Random(1);
        var input = Enumerable.Range(0, 700).Select(_ => (random.NextSingle() * 2) - 1).ToArray();

        var output = Resample(input, inputRate);

        var expected = SincInterpolation.Resample(input, inputRate, 8000);
        Assert.Equal(expected.Length, output.Length);

        // Odd rates take the nearest of 1024 phases: up to 1/2048 sample beside the instant, hence -60 dB for noise.
        var tolerance = inputRate == 12_345 ? 2e-3 : 2e-6;
        Assert.All(expected.Zip(output), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    [Theory]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(22_050)]
    [InlineData(32_000)]
    public void Two_steps_hear_the_band_as_one_filter_does(int inputRate)
    {
        // A mix of tones of the band, a long way from the ends.
        var input = Enumerable.Range(0, inputRate / 4)
            .Select(i => 0.1f * (float)Tones.Sum(hertz => Math.Sin(2 * Math.PI * hertz * i / inputRate)))
            .ToArray();

        var output = Resample(input, inputRate);

        var expected = SincInterpolation.Resample(input, inputRate, 8000);
        Assert.Equal(expected.Length, output.Length);
        for (var n = 200; n < expected.Length - 200; n++)
        {
            Assert.Equal(expected[n], output[n], 2e-4);
        }
    }

    [Fact]
    public void As_many_samples_come_as_time_asks_for() =>
        Gen.Select(Gen.OneOfConst(44_100, 48_000, 22_050, 8_000, 5_000, 96_000), Gen.Int[0, 3000]).Sample(
            (rate, count) => Assert.Equal(((count * 8000L) + rate - 1) / rate, Resample(new float[count], rate).Length),
            iter: 200);

    [Theory]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(22_050)]
    [InlineData(96_000)]
    [InlineData(11_025)]
    [InlineData(32_001)]
    public void The_band_passes_within_one_decibel_and_80_dB_down_from_4100_Hz(int inputRate)
    {
        foreach (var frequency in new[] { 100.0, 1000, 3000, 3800, 3900 })
        {
            Assert.InRange(GainDb(inputRate, frequency), -1, 0.01);
        }

        foreach (var frequency in new[] { 4100.0, 4123, 4150, 4200, 4321, 4500, 5000, 5400 })
        {
            Assert.InRange(GainDb(inputRate, frequency), -300, -80);
        }
    }

    [Theory]
    [InlineData(44_100)]
    [InlineData(16_000)]
    [InlineData(5_000)]
    public void A_click_stays_where_it_was(int inputRate)
    {
        // At 0.1 s, which is a whole number of samples at every rate here.
        var input = new float[inputRate / 5];
        input[inputRate / 10] = 1;

        var output = Resample(input, inputRate);

        Assert.Equal(800, Array.IndexOf(output, output.Max()));
        for (var i = 1; i < 100; i++)
        {
            Assert.Equal(output[800 - i], output[800 + i], 1e-6f);
        }
    }

    [Fact]
    public void Output_does_not_depend_on_how_the_input_is_cut()
    {
        var cuts = Gen.Int[1, 3000].Array[1, 20];
        Gen.Select(Gen.OneOfConst(44_100, 48_000, 8_000, 3_333, 95_999), cuts, cuts).Sample((rate, pieces, reads) =>
        {
            var random = new Random(2);
            var input = Enumerable.Range(0, 6000).Select(_ => random.NextSingle() - 0.5f).ToArray();
            Assert.Equal(Resample(input, rate), Resample(input, rate, pieces, reads));
        }, iter: 60);
    }

    [Theory]
    [InlineData(11_025)]
    [InlineData(12_000)]
    public void Sums_of_products_are_sixteen_side_by_side_on_every_machine(int inputRate)
    {
        // Run with DOTNET_EnableAVX512=0, DOTNET_EnableAVX2=0 and DOTNET_EnableHWIntrinsic=0 as well.
        var random = new Random(2);
        var input = Enumerable.Range(0, 5000).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var filter = ResamplerFilter.For(inputRate, 8000);

        var output = Resample(input, inputRate);

        for (var n = 0; n < output.Length; n++)
        {
            var (sample, rest) = Math.DivRem(n * (inputRate / 25), 320);
            var taps = filter.Taps(rest * filter.PhaseCount / 320);
            Assert.Equal(SixteenSums(input, sample - (filter.HalfTapCount - 1), taps), output[n]);
        }
    }

    [Fact]
    public void Equal_rates_pass_untouched()
    {
        var input = Enumerable.Range(0, 20_000).Select(i => MathF.Sin(i) * 0.3f).ToArray();
        Assert.Equal(input, Resample(input, 8000));
    }

    [Fact]
    public void The_highest_rate_keeps_a_small_table()
    {
        var filter = ResamplerFilter.For(767_999, 8000);
        Assert.InRange(filter.PhaseCount * filter.TapCount, 1, 1_100_000);
    }

    private static double GainDb(int inputRate, double frequency)
    {
        // The power of what comes out, aliases included, in the middle where the edges are out of reach.
        var input = Enumerable.Range(0, inputRate / 4)
            .Select(i => (float)Math.Sin(2 * Math.PI * frequency * i / inputRate)).ToArray();
        var power = Resample(input, inputRate)[400..1600].Average(sample => (double)sample * sample);
        return 10 * Math.Log10((power * 2) + 1e-30);
    }

    private static float SixteenSums(float[] input, int first, ReadOnlySpan<float> taps)
    {
        var sums = new float[16];
        for (var i = 0; i < taps.Length; i++)
        {
            var isInside = first + i >= 0 && first + i < input.Length;
            sums[i % 16] += (isInside ? input[first + i] : 0) * taps[i];
        }

        var half = Enumerable.Range(0, 4).Select(i => (sums[i] + sums[i + 8]) + (sums[i + 4] + sums[i + 12])).ToArray();
        return (half[0] + half[2]) + (half[1] + half[3]);
    }

    private static float[] Resample(float[] input, int inputRate, int[]? pieces = null, int[]? reads = null)
    {
        var resampler = new Resampler(inputRate, 8000);
        var output = new List<float>();
        var taken = 0;
        for (var turn = 0; taken < input.Length; turn++)
        {
            var room = resampler.Free;
            var piece = pieces?[turn % pieces.Length] ?? int.MaxValue;
            var count = Math.Min(Math.Min(room.Length, piece), input.Length - taken);
            input.AsSpan(taken, count).CopyTo(room);
            resampler.Advance(count);
            taken += count;
            ReadAll();
        }

        resampler.Complete();
        ReadAll();
        return [.. output];

        void ReadAll()
        {
            for (var turn = 0; ; turn++)
            {
                var buffer = new float[reads?[turn % reads.Length] ?? 5000];
                var count = resampler.Read(buffer);
                if (count == 0)
                {
                    return;
                }

                output.AddRange(buffer[..count]);
            }
        }
    }
}
