namespace Earmark.Cli.Degrading;

/// <summary>Audio in memory at <see cref="SampleRate"/>.</summary>
/// <param name="Samples">Shape [frames, channels], interleaved, full scale is ±1.</param>
/// <param name="Channels">1 or 2.</param>
internal sealed record Sound(float[] Samples, int Channels)
{
    /// <summary>Samples per second and channel.</summary>
    public const int SampleRate = 44100;

    /// <summary>How many samples a time has in one channel.</summary>
    public static int ToSamples(double seconds) => (int)Math.Round(seconds * SampleRate);

    /// <summary>Samples per channel.</summary>
    public int Length => Samples.Length / Channels;

    /// <summary>How long it plays.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Length / SampleRate);

    /// <summary>The mean of the channels.</summary>
    public Sound ToMono()
    {
        if (Channels == 1)
        {
            return this;
        }

        var mono = new float[Length];
        for (var i = 0; i < mono.Length; i++)
        {
            mono[i] = 0.5f * (Samples[2 * i] + Samples[(2 * i) + 1]);
        }

        return new Sound(mono, 1);
    }

    /// <summary>The part from <paramref name="start"/>, in seconds; shorter where the sound ends before.</summary>
    public Sound Cut(double start, double duration)
    {
        var first = Math.Clamp((int)Math.Round(start * SampleRate), 0, Length);
        var count = Math.Clamp((int)Math.Round(duration * SampleRate), 0, Length - first);
        return new Sound(Samples.AsSpan(first * Channels, count * Channels).ToArray(), Channels);
    }
}
