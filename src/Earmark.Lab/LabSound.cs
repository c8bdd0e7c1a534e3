using Earmark.Audio;
using Earmark.Lab.Fourier;

namespace Earmark.Lab;

/// <summary>Step 1: a recording as mono samples at 8 kHz, without its mean.</summary>
/// <remarks>
/// The notebook adds 16-bit channels before it halves the sum, which wraps around where both are loud. Its text asks
/// for the average, and that is what is computed here; <see cref="WrappedCount"/> says how often the two differ.
/// </remarks>
/// <param name="Samples">Shape [time], 8,000 per second, full scale ±1.</param>
/// <param name="SourceRate">Frames per second before.</param>
/// <param name="ChannelCount">Channels before; one is taken as it is, more than two are averaged likewise.</param>
/// <param name="FrameCount">Frames before.</param>
/// <param name="WrappedCount">Frames whose two channels, in 16 bits, have a sum that does not fit in 16 bits.</param>
public sealed record LabSound(
    double[] Samples, int SourceRate, int ChannelCount, int FrameCount, int WrappedCount)
{
    /// <summary>Samples per second.</summary>
    public const int SampleRate = 8000;

    /// <summary>Longest recording that is taken: its transform is held in memory as a whole.</summary>
    public static readonly TimeSpan DurationMax = TimeSpan.FromMinutes(20);

    /// <summary>Most frames that are read of a recording, at whatever rate.</summary>
    private const int FrameCountMax = 60_000_000;

    /// <summary>Reads a file of any format that Earmark reads.</summary>
    /// <exception cref="AudioException">It cannot be read, holds no audio, or is shorter than a window or longer than
    /// <see cref="DurationMax"/>.</exception>
    public static LabSound Read(string path, CancellationToken ct) => Of(ReadRaw(path, new AudioOptions(), ct), path);

    /// <summary>Reads a file, or a part of it, as it is.</summary>
    internal static RawAudio ReadRaw(string path, AudioOptions part, CancellationToken ct) =>
        RawAudio.Read(path, part, DurationMax, FrameCountMax, ct);

    /// <param name="name">What to call it in messages.</param>
    internal static LabSound Of(RawAudio raw, string name)
    {
        var mono = Average(raw.Samples, raw.ChannelCount);
        var count = (int)((long)mono.Length * SampleRate / raw.SampleRate);
        if (count < LabSpectrogram.WindowLength)
        {
            var needed = 1000.0 * LabSpectrogram.WindowLength / SampleRate;
            var found = FormattableString.Invariant($"{1000.0 * mono.Length / raw.SampleRate:0.#}");
            throw new AudioException(
                $"{name} lasts {found} ms; expected at least one window of {needed:0} ms; take a longer recording.");
        }

        SubtractMean(mono);
        return new LabSound(
            FourierResampler.Resample(mono, count), raw.SampleRate, raw.ChannelCount, mono.Length, CountWrapped(raw));
    }

    /// <summary>The sample of a channel as the notebook has it, in 16 bits.</summary>
    public static int To16Bits(float sample) => Math.Clamp((int)Math.Round(sample * 32768f), -32768, 32767);

    /// <summary>Whether two samples of 16 bits have a sum that is no such sample.</summary>
    public static bool Wraps(float left, float right) => To16Bits(left) + To16Bits(right) is < -32768 or > 32767;

    private static double[] Average(ReadOnlySpan<float> samples, int channels)
    {
        var mono = new double[samples.Length / channels];
        for (var i = 0; i < mono.Length; i++)
        {
            var sum = 0.0;
            foreach (var sample in samples.Slice(i * channels, channels))
            {
                sum += sample;
            }

            mono[i] = sum / channels;
        }

        return mono;
    }

    private static void SubtractMean(Span<double> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += sample;
        }

        var mean = sum / samples.Length;
        foreach (ref var sample in samples)
        {
            sample -= mean;
        }
    }

    private static int CountWrapped(RawAudio raw)
    {
        var count = 0;
        if (raw.ChannelCount == 2)
        {
            for (var i = 0; i < raw.Samples.Length; i += 2)
            {
                count += Wraps(raw.Samples[i], raw.Samples[i + 1]) ? 1 : 0;
            }
        }

        return count;
    }
}
