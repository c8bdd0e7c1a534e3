using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earmark.Audio;

/// <content>
/// The sums of products, where the time goes. Each is sixteen sums side by side, in two vectors or in one of twice the
/// width, added up in one order; no fused multiply-add, which rounds otherwise than machines without it.
/// </content>
internal sealed partial class PolyphaseResampler
{
    /// <param name="samples">As many as taps, or more.</param>
    /// <param name="taps">A multiple of 16.</param>
    private static float Dot(ReadOnlySpan<float> samples, ReadOnlySpan<float> taps)
    {
        Debug.Assert(samples.Length >= taps.Length && taps.Length % 16 == 0, "taps beyond the samples");
        ref var a = ref MemoryMarshal.GetReference(samples);
        ref var tap = ref MemoryMarshal.GetReference(taps);
        var even = Vector256<float>.Zero;
        var odd = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)taps.Length; i += 16)
        {
            even += Vector256.LoadUnsafe(ref a, i) * Vector256.LoadUnsafe(ref tap, i);
            odd += Vector256.LoadUnsafe(ref a, i + 8) * Vector256.LoadUnsafe(ref tap, i + 8);
        }

        return Sum(even, odd);
    }

    /// <summary>Writes <see cref="Dot"/> of the samples from 0, <paramref name="sampleStep"/>, twice and three times
    /// that on to every <paramref name="outputStep"/>th place of the output.</summary>
    private static void DotFour(
        ReadOnlySpan<float> samples, int sampleStep, ReadOnlySpan<float> taps, Span<float> output, int outputStep)
    {
        Debug.Assert(samples.Length >= (3 * sampleStep) + taps.Length && taps.Length % 16 == 0, "beyond the samples");
        if (Vector512.IsHardwareAccelerated)
        {
            DotFourWide(samples, sampleStep, taps, output, outputStep);
            return;
        }

        ref var a = ref MemoryMarshal.GetReference(samples);
        ref var b = ref MemoryMarshal.GetReference(samples[sampleStep..]);
        ref var c = ref MemoryMarshal.GetReference(samples[(2 * sampleStep)..]);
        ref var d = ref MemoryMarshal.GetReference(samples[(3 * sampleStep)..]);
        ref var tap = ref MemoryMarshal.GetReference(taps);
        var (evenA, oddA) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (evenB, oddB) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (evenC, oddC) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (evenD, oddD) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (nuint i = 0; i < (nuint)taps.Length; i += 16)
        {
            var even = Vector256.LoadUnsafe(ref tap, i);
            var odd = Vector256.LoadUnsafe(ref tap, i + 8);
            evenA += Vector256.LoadUnsafe(ref a, i) * even;
            oddA += Vector256.LoadUnsafe(ref a, i + 8) * odd;
            evenB += Vector256.LoadUnsafe(ref b, i) * even;
            oddB += Vector256.LoadUnsafe(ref b, i + 8) * odd;
            evenC += Vector256.LoadUnsafe(ref c, i) * even;
            oddC += Vector256.LoadUnsafe(ref c, i + 8) * odd;
            evenD += Vector256.LoadUnsafe(ref d, i) * even;
            oddD += Vector256.LoadUnsafe(ref d, i + 8) * odd;
        }

        output[0] = Sum(evenA, oddA);
        output[outputStep] = Sum(evenB, oddB);
        output[2 * outputStep] = Sum(evenC, oddC);
        output[3 * outputStep] = Sum(evenD, oddD);
    }

    /// <summary>The same sums, lane by lane, by half as many instructions: docs/decisions/0030.</summary>
    private static void DotFourWide(
        ReadOnlySpan<float> samples, int sampleStep, ReadOnlySpan<float> taps, Span<float> output, int outputStep)
    {
        ref var a = ref MemoryMarshal.GetReference(samples);
        ref var b = ref MemoryMarshal.GetReference(samples[sampleStep..]);
        ref var c = ref MemoryMarshal.GetReference(samples[(2 * sampleStep)..]);
        ref var d = ref MemoryMarshal.GetReference(samples[(3 * sampleStep)..]);
        ref var tap = ref MemoryMarshal.GetReference(taps);
        var (sumA, sumB) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (sumC, sumD) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (nuint i = 0; i < (nuint)taps.Length; i += 16)
        {
            var sixteen = Vector512.LoadUnsafe(ref tap, i);
            sumA += Vector512.LoadUnsafe(ref a, i) * sixteen;
            sumB += Vector512.LoadUnsafe(ref b, i) * sixteen;
            sumC += Vector512.LoadUnsafe(ref c, i) * sixteen;
            sumD += Vector512.LoadUnsafe(ref d, i) * sixteen;
        }

        output[0] = Sum(sumA.GetLower(), sumA.GetUpper());
        output[outputStep] = Sum(sumB.GetLower(), sumB.GetUpper());
        output[2 * outputStep] = Sum(sumC.GetLower(), sumC.GetUpper());
        output[3 * outputStep] = Sum(sumD.GetLower(), sumD.GetUpper());
    }

    private static float Sum(Vector256<float> even, Vector256<float> odd)
    {
        var sums = even + odd;
        var half = sums.GetLower() + sums.GetUpper();
        return (half[0] + half[2]) + (half[1] + half[3]);
    }
}
