using Earmark.Cli.Degrading;

namespace Earmark.Tests.Cli.Degrading;

/// <summary>Sounds whose times and powers can be read off.</summary>
internal static class TestSignals
{
    private const double BurstSeconds = 0.02;

    /// <summary>Short bursts of noise below 3 kHz, the first half an interval from the start.</summary>
    public static Sound Bursts(double seconds, double interval)
    {
        var dice = new Dice(3);
        var samples = new float[(int)(seconds * Sound.SampleRate)];
        var length = (int)(BurstSeconds * Sound.SampleRate);
        for (var at = interval / 2; at < seconds - interval / 4; at += interval)
        {
            var low = new ResonantFilter(2500, Math.Sqrt(2));
            for (var i = 0; i < length; i++)
            {
                var envelope = (float)Math.Sin(Math.PI * i / length);
                samples[(int)(at * Sound.SampleRate) + i] = envelope * low.LowPass(dice.Noise());
            }
        }

        return new Sound(samples, 1);
    }

    /// <summary>How much later each burst comes than it should, in seconds, by the middle of its energy.</summary>
    public static IEnumerable<double> Delays(Sound before, Sound after, double interval, double timeFactor)
    {
        for (var at = interval; at < before.Duration.TotalSeconds - interval / 2; at += interval)
        {
            // Half an interval from the start of the window to the burst, on either side.
            var expected = Middle(before, at, interval) + at;
            yield return Middle(after, at / timeFactor, interval / timeFactor) + (at - expected) / timeFactor;
        }
    }

    /// <summary>Noise, uniform, mono.</summary>
    public static float[] Noise(int seed, double seconds)
    {
        var dice = new Dice(seed);
        return [.. Enumerable.Range(0, (int)(seconds * Sound.SampleRate)).Select(_ => 0.3f * dice.Noise())];
    }

    private static double Middle(Sound sound, double start, double length)
    {
        var (sum, moment) = (0.0, 0.0);
        foreach (var (index, sample) in sound.Cut(start, length).Samples.Index())
        {
            // The square of the power: what a codec adds between the bursts counts for little.
            var weight = Math.Pow(sample, 4);
            sum += weight;
            moment += index * weight;
        }

        return moment / sum / Sound.SampleRate;
    }
}
