using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earmark.Audio;

/// <summary>Turns interleaved frames into mono samples: the mean of all channels.</summary>
/// <remarks>
/// The mean, not FFmpeg's downmix, which is 0.707 (L + R) in floating point and so clips or not by format.
/// </remarks>
internal static class MonoMixer
{
    /// <summary>Beyond this no decoder's overshoot goes: such samples are damage.</summary>
    public const float DamageLevel = 8f;

    /// <summary>Mixes the whole frames of <paramref name="frames"/> and returns how many samples were damage.</summary>
    /// <param name="mono">One sample per frame, within ±1: what exceeds that is clamped, NaN becomes 0.</param>
    public static int Mix(ReadOnlySpan<byte> frames, PcmFormat format, Span<float> mono)
    {
        var channels = format.Channels;
        mono = mono[..(frames.Length / format.FrameBytes)];
        switch (format.Encoding)
        {
            case SampleEncoding.Unsigned8:
                MixUnsigned8(frames, channels, mono);
                break;
            case SampleEncoding.Signed16:
                MixSigned16(frames, channels, mono);
                break;
            case SampleEncoding.Signed24:
                MixSigned24(frames, channels, mono);
                break;
            case SampleEncoding.Signed32:
                MixSigned32(frames, channels, mono);
                break;
            case SampleEncoding.Ieee64:
                MixIeee64(frames, channels, mono);
                break;
            default:
                MixIeee32(MemoryMarshal.Cast<byte, float>(frames), channels, mono);
                break;
        }

        return Clamp(mono);
    }

    private static void MixIeee32(ReadOnlySpan<float> samples, int channels, Span<float> mono)
    {
        if (channels == 2)
        {
            // Nearly all music comes this way.
            var pairs = MemoryMarshal.Cast<float, Vector2>(samples)[..mono.Length];
            for (var i = 0; i < pairs.Length; i++)
            {
                mono[i] = (pairs[i].X + pairs[i].Y) * 0.5f;
            }

            return;
        }

        for (var i = 0; i < mono.Length; i++)
        {
            var sum = 0f;
            foreach (var sample in samples.Slice(i * channels, channels))
            {
                sum += sample;
            }

            mono[i] = sum / channels;
        }
    }

    private static void MixSigned16(ReadOnlySpan<byte> bytes, int channels, Span<float> mono)
    {
        var samples = MemoryMarshal.Cast<byte, short>(bytes);
        var scale = 1f / (32768 * channels);
        for (var i = 0; i < mono.Length; i++)
        {
            var sum = 0;
            foreach (var sample in samples.Slice(i * channels, channels))
            {
                sum += sample;
            }

            mono[i] = sum * scale;
        }
    }

    private static void MixUnsigned8(ReadOnlySpan<byte> samples, int channels, Span<float> mono)
    {
        for (var i = 0; i < mono.Length; i++)
        {
            var sum = 0;
            foreach (var sample in samples.Slice(i * channels, channels))
            {
                sum += sample - 128;
            }

            mono[i] = sum / (128f * channels);
        }
    }

    private static void MixSigned24(ReadOnlySpan<byte> bytes, int channels, Span<float> mono)
    {
        for (var i = 0; i < mono.Length; i++)
        {
            var sum = 0L;
            for (var at = i * channels * 3; at < (i + 1) * channels * 3; at += 3)
            {
                sum += bytes[at] | (bytes[at + 1] << 8) | ((sbyte)bytes[at + 2] << 16);
            }

            mono[i] = (float)(sum / (8_388_608.0 * channels));
        }
    }

    private static void MixSigned32(ReadOnlySpan<byte> bytes, int channels, Span<float> mono)
    {
        for (var i = 0; i < mono.Length; i++)
        {
            var sum = 0L;
            for (var channel = 0; channel < channels; channel++)
            {
                sum += BinaryPrimitives.ReadInt32LittleEndian(bytes[(((i * channels) + channel) * 4)..]);
            }

            mono[i] = (float)(sum / (2_147_483_648.0 * channels));
        }
    }

    private static void MixIeee64(ReadOnlySpan<byte> bytes, int channels, Span<float> mono)
    {
        for (var i = 0; i < mono.Length; i++)
        {
            var sum = 0.0;
            for (var channel = 0; channel < channels; channel++)
            {
                sum += BinaryPrimitives.ReadDoubleLittleEndian(bytes[(((i * channels) + channel) * 8)..]);
            }

            mono[i] = (float)(sum / channels);
        }
    }

    private static int Clamp(Span<float> samples)
    {
        // Whole vectors within ±1 need nothing, and nearly all are: this quarters the time.
        var damaged = 0;
        var at = 0;
        for (; at <= samples.Length - Vector256<float>.Count; at += Vector256<float>.Count)
        {
            var some = samples.Slice(at, Vector256<float>.Count);
            if (!Vector256.LessThanOrEqualAll(Vector256.Abs(Vector256.Create(some)), Vector256<float>.One))
            {
                damaged += ClampEach(some);
            }
        }

        return damaged + ClampEach(samples[at..]);
    }

    private static int ClampEach(Span<float> samples)
    {
        var damaged = 0;
        foreach (ref var sample in samples)
        {
            // False for NaN as well.
            if (!(MathF.Abs(sample) <= 1f))
            {
                damaged += MathF.Abs(sample) <= DamageLevel ? 0 : 1;
                sample = float.IsNaN(sample) ? 0f : Math.Clamp(sample, -1f, 1f);
            }
        }

        return damaged;
    }
}
