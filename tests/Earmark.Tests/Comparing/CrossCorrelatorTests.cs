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

        Assert.Equal(lag, _correlator.Find(a, b, reach: 200)!.Value.Lag, 0.2);
    }

    [Fact]
    public void A_take_that_is_inverted_is_found_as_well()
    {
        var sound = Noise(new Random(4), Length + 20);
        var inverted = Array.ConvertAll(sound[20..], sample => -sample);

        Assert.Equal(-20, _correlator.Find(inverted, sound.AsSpan(0, Length), reach: 50)!.Value.Lag, 0.2);
    }

    [Fact]
    public void What_is_equal_has_a_likeness_of_one_and_noise_makes_it_less()
    {
        var dice = new Random(6);
        var sound = Noise(dice, Length);

        var equal = _correlator.Find(sound, sound, reach: 50)!.Value.Likeness;
        var inNoise = _correlator.Find(sound, Mix(sound, Noise(dice, Length)), reach: 50)!.Value.Likeness;
        var strange = _correlator.Find(sound, Noise(dice, Length), reach: 50)!.Value.Likeness;

        Assert.Equal(1, equal, 0.001);
        Assert.InRange(inNoise, 0.4, 0.9);
        Assert.InRange(strange, 0, 0.1);
    }

    [Fact]
    public void Silence_has_no_lag() =>
        Assert.Null(_correlator.Find(new float[Length], Noise(new Random(5), Length), reach: 50));

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
