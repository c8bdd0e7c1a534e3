using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earmark.Audio;

/// <summary>Turns interleaved frames into mono samples: the mean of all channels.</summary>
/// <remarks>
/// The mean, not FFmpeg's downmix, which is 0.707 (L + R) in floating point and so clips or not by format. Each sample
/// is first what FFmpeg makes of it, single precision of full scale 1, and the sums are of those: equal samples give
/// equal bits, whether they come as WAV or through FFmpeg.
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
            MixPairs(samples, mono);
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

    /// <summary>Two channels, as nearly all music has: four frames at once.</summary>
    private static void MixPairs(ReadOnlySpan<float> samples, Span<float> mono)
    {
        ref var from = ref MemoryMarshal.GetReference(samples);
        var i = 0;
        for (; i + 4 <= mono.Length; i += 4)
        {
            var sides = Vector256.Shuffle(
                Vector256.LoadUnsafe(ref from, (nuint)(2 * i)), Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7));
            ((sides.GetLower() + sides.GetUpper()) * 0.5f).StoreUnsafe(ref mono[i]);
        }

        for (; i < mono.Length; i++)
        {
            mono[i] = (samples[2 * i] + samples[(2 * i) + 1]) * 0.5f;
        }
    }

    private static void MixSigned16(ReadOnlySpan<byte> bytes, int channels, Span<float> mono)
    {
        var samples = MemoryMarshal.Cast<byte, short>(bytes);
        var done = channels switch
        {
            1 => MixSingles(samples, mono),
            2 => MixPairs(MemoryMarshal.Cast<byte, int>(bytes), mono),
            _ => 0,
        };
        for (var i = done; i < mono.Length; i++)
        {
            var sum = 0;
            foreach (var sample in samples.Slice(i * channels, channels))
            {
                sum += sample;
            }

            mono[i] = sum / 32768f / channels;
        }
    }

    /// <summary>Takes whole vectors of single channels of 16 bits, and returns how many frames that were.</summary>
    private static int MixSingles(ReadOnlySpan<short> samples, Span<float> mono)
    {
        ref var from = ref MemoryMarshal.GetReference(samples);
        var i = 0;
        for (; i + Vector256<short>.Count <= mono.Length; i += Vector256<short>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)i));
            (Vector256.ConvertToSingle(low) * (1 / 32768f)).StoreUnsafe(ref mono[i]);
            (Vector256.ConvertToSingle(high) * (1 / 32768f)).StoreUnsafe(ref mono[i + 8]);
        }

        return i;
    }

    /// <summary>Mixes whole vectors of pairs of 16 bits, and returns how many frames that were.</summary>
    private static int MixPairs(ReadOnlySpan<int> pairs, Span<float> mono)
    {
        ref var from = ref MemoryMarshal.GetReference(pairs);
        var i = 0;
        for (; i + Vector256<int>.Count <= mono.Length; i += Vector256<int>.Count)
        {
            var pair = Vector256.LoadUnsafe(ref from, (nuint)i);
            var sum = ((pair << 16) >> 16) + (pair >> 16);
            (Vector256.ConvertToSingle(sum) * (1 / 65536f)).StoreUnsafe(ref mono[i]);
        }

        return i;
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

            mono[i] = sum / 128f / channels;
        }
    }

    private static void MixSigned24(ReadOnlySpan<byte> bytes, int channels, Span<float> mono)
    {
        for (var i = 0; i < mono.Length; i++)
        {
            var sum = 0f;
            for (var at = i * channels * 3; at < (i + 1) * channels * 3; at += 3)
            {
                sum += (bytes[at] | (bytes[at + 1] << 8) | ((sbyte)bytes[at + 2] << 16)) / 8_388_608f;
            }

            mono[i] = sum / channels;
        }
    }

    private static void MixSigned32(ReadOnlySpan<byte> bytes, int channels, Span<float> mono)
    {
        for (var i = 0; i < mono.Length; i++)
        {
            var sum = 0f;
            for (var channel = 0; channel < channels; channel++)
            {
                sum += BinaryPrimitives.ReadInt32LittleEndian(bytes[(((i * channels) + channel) * 4)..])
                    / 2_147_483_648f;
            }

            mono[i] = sum / channels;
        }
    }

    private static void MixIeee64(ReadOnlySpan<byte> bytes, int channels, Span<float> mono)
    {
        for (var i = 0; i < mono.Length; i++)
        {
            var sum = 0f;
            for (var channel = 0; channel < channels; channel++)
            {
                sum += (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(((i * channels) + channel) * 8)..]);
            }

            mono[i] = sum / channels;
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
