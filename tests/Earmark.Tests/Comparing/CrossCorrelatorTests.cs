using Earmark.Comparing;

namespace Earmark.Tests.Comparing;

public sealed class CrossCorrelatorTests
{
    private const int Length = 4096;

    private readonly CrossCorrelator _correlator = new(Length, sampleRate: 8000);

    [Theory]
    [InlineData(0)]
    [InlineData(37)]
    [InlineData(-120)]
    public void What_is_later_by_some_samples_is_found_in_noise_as_loud(int lag)
    {
        var dice = new Random(3);
        var sound = Noise(dice, 2 * Length);
        var a = Mix(sound.AsSpan(1000 - lag, Length), Noise(dice, Length));
        var b = Mix(sound.AsSpan(1000, Length), Noise(dice, Length));

        Assert.Equal(lag, _correlator.Lag(a, b, reach: 200)!.Value, 0.2);
    }

    [Fact]
    public void A_take_that_is_inverted_is_found_as_well()
    {
        var sound = Noise(new Random(4), Length + 20);
        var inverted = Array.ConvertAll(sound[20..], sample => -sample);

        Assert.Equal(-20, _correlator.Lag(inverted, sound.AsSpan(0, Length), reach: 50)!.Value, 0.2);
    }

    [Fact]
    public void Silence_has_no_lag() =>
        Assert.Null(_correlator.Lag(new float[Length], Noise(new Random(5), Length), reach: 50));

    private static float[] Noise(Random dice, int length)
    {
        var noise = new float[length];
        for (var i = 0; i < length; i++)
        {
            noise[i] = (float)(dice.NextDouble() - 0.5);
        }

        return noise;
    }

    private static float[] Mix(ReadOnlySpan<float> a, float[] b)
    {
        var sum = a.ToArray();
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += b[i];
        }

        return sum;
    }
}
