using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Earmark.Spectral;

/// <summary>
/// One stage of <see cref="ComplexFft"/>: radix-4 butterflies over points a quarter of the length apart.
/// </summary>
/// <remarks>
/// Of n points to transform at stride s, butterfly p takes x[q + s(p + j·n/4)], j = 0 … 3, to y[q + s(4p + j)] for
/// q = 0 … s − 1. Reading is one contiguous run over i = q + s·p in every stage; only the writing differs.
/// </remarks>
internal sealed class RadixFourStage
{
    private readonly int _stride;

    // e^(−2πi·jp/n) for j = 1, 2, 3, one after the other: real parts, then imaginary parts. Shape [6, n/4 or N/4]:
    // where the stride is shorter than a vector, each factor is repeated for the stride.
    private readonly float[] _twiddles;
    private readonly int _twiddleCount;

    /// <param name="span">Points of each transform at this stage (n).</param>
    /// <param name="stride">Number of interleaved transforms (s).</param>
    public RadixFourStage(int span, int stride)
    {
        _stride = stride;
        var repeats = stride < Vector256<float>.Count ? stride : 1;
        _twiddleCount = span / 4 * repeats;
        _twiddles = new float[6 * _twiddleCount];
        for (var i = 0; i < _twiddleCount; i++)
        {
            for (var j = 1; j <= 3; j++)
            {
                var angle = -2 * Math.PI * j * (i / repeats) / span;
                _twiddles[((j - 1) * _twiddleCount) + i] = (float)Math.Cos(angle);
                _twiddles[((j + 2) * _twiddleCount) + i] = (float)Math.Sin(angle);
            }
        }
    }

    /// <summary>Reads points from one pair of arrays and writes another pair of the same length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(ReadOnlySpan<float> xRe, ReadOnlySpan<float> xIm, Span<float> yRe, Span<float> yIm)
    {
        ref var inRe = ref MemoryMarshal.GetReference(xRe);
        ref var inIm = ref MemoryMarshal.GetReference(xIm);
        ref var outRe = ref MemoryMarshal.GetReference(yRe);
        ref var outIm = ref MemoryMarshal.GetReference(yIm);
        ref var twiddles = ref MemoryMarshal.GetArrayDataReference(_twiddles);
        var quarter = xRe.Length / 4;
        var width = Vector256<float>.Count;

        for (var i = 0; i + width <= quarter; i += width)
        {
            var factor = _stride < width ? i : i / _stride;
            Butterfly(ref inRe, ref inIm, i, quarter, ref twiddles, factor, out var re, out var im);
            if (_stride == 1)
            {
                StoreTransposed(re, ref Unsafe.Add(ref outRe, 4 * i));
                StoreTransposed(im, ref Unsafe.Add(ref outIm, 4 * i));
            }
            else if (_stride == 4)
            {
                StoreHalves(re, ref Unsafe.Add(ref outRe, 4 * i));
                StoreHalves(im, ref Unsafe.Add(ref outIm, 4 * i));
            }
            else
            {
                var to = (4 * _stride * factor) + (i - (factor * _stride));
                StoreStrided(re, ref Unsafe.Add(ref outRe, to), _stride);
                StoreStrided(im, ref Unsafe.Add(ref outIm, to), _stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Butterfly(
        ref float inRe, ref float inIm, int i, int quarter, ref float twiddles, int factor, out Four re, out Four im)
    {
        var aRe = Load(ref inRe, i);
        var aIm = Load(ref inIm, i);
        var bRe = Load(ref inRe, i + quarter);
        var bIm = Load(ref inIm, i + quarter);
        var cRe = Load(ref inRe, i + (2 * quarter));
        var cIm = Load(ref inIm, i + (2 * quarter));
        var dRe = Load(ref inRe, i + (3 * quarter));
        var dIm = Load(ref inIm, i + (3 * quarter));

        var (evenRe, evenIm) = (aRe + cRe, aIm + cIm);
        var (oddRe, oddIm) = (bRe + dRe, bIm + dIm);
        var (leftRe, leftIm) = (aRe - cRe, aIm - cIm);
        var (turnedRe, turnedIm) = (bIm - dIm, dRe - bRe); // −i (b − d)

        re.V0 = evenRe + oddRe;
        im.V0 = evenIm + oddIm;
        Rotate(leftRe + turnedRe, leftIm + turnedIm, 0, factor, ref twiddles, out re.V1, out im.V1);
        Rotate(evenRe - oddRe, evenIm - oddIm, 1, factor, ref twiddles, out re.V2, out im.V2);
        Rotate(leftRe - turnedRe, leftIm - turnedIm, 2, factor, ref twiddles, out re.V3, out im.V3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Rotate(
        Vector256<float> re,
        Vector256<float> im,
        int power,
        int factor,
        ref float twiddles,
        out Vector256<float> rotatedRe,
        out Vector256<float> rotatedIm)
    {
        ref var cosine = ref Unsafe.Add(ref twiddles, (power * _twiddleCount) + factor);
        ref var sine = ref Unsafe.Add(ref cosine, 3 * _twiddleCount);
        var repeated = _stride < Vector256<float>.Count;
        var wRe = repeated ? Vector256.LoadUnsafe(ref cosine) : Vector256.Create(cosine);
        var wIm = repeated ? Vector256.LoadUnsafe(ref sine) : Vector256.Create(sine);
        rotatedRe = (re * wRe) - (im * wIm);
        rotatedIm = (re * wIm) + (im * wRe);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(ref float source, int index) =>
        Vector256.LoadUnsafe(ref Unsafe.Add(ref source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreStrided(in Four four, ref float to, int stride)
    {
        four.V0.StoreUnsafe(ref to);
        four.V1.StoreUnsafe(ref Unsafe.Add(ref to, stride));
        four.V2.StoreUnsafe(ref Unsafe.Add(ref to, 2 * stride));
        four.V3.StoreUnsafe(ref Unsafe.Add(ref to, 3 * stride));
    }

    /// <summary>Stride 4: each vector holds two butterflies of four points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreHalves(in Four four, ref float to)
    {
        Vector256.Create(four.V0.GetLower(), four.V1.GetLower()).StoreUnsafe(ref to);
        Vector256.Create(four.V2.GetLower(), four.V3.GetLower()).StoreUnsafe(ref Unsafe.Add(ref to, 8));
        Vector256.Create(four.V0.GetUpper(), four.V1.GetUpper()).StoreUnsafe(ref Unsafe.Add(ref to, 16));
        Vector256.Create(four.V2.GetUpper(), four.V3.GetUpper()).StoreUnsafe(ref Unsafe.Add(ref to, 24));
    }

    /// <summary>
    /// Stride 1: each vector holds one point of eight butterflies; they are written butterfly by butterfly.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTransposed(in Four four, ref float to)
    {
        StoreTransposed(four.V0.GetLower(), four.V1.GetLower(), four.V2.GetLower(), four.V3.GetLower(), ref to);
        ref var upper = ref Unsafe.Add(ref to, 16);
        StoreTransposed(four.V0.GetUpper(), four.V1.GetUpper(), four.V2.GetUpper(), four.V3.GetUpper(), ref upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTransposed(
        Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, ref float to)
    {
        if (Sse.IsSupported)
        {
            var (abLow, abHigh) = (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b));
            var (cdLow, cdHigh) = (Sse.UnpackLow(c, d), Sse.UnpackHigh(c, d));
            Sse.MoveLowToHigh(abLow, cdLow).StoreUnsafe(ref to);
            Sse.MoveHighToLow(cdLow, abLow).StoreUnsafe(ref Unsafe.Add(ref to, 4));
            Sse.MoveLowToHigh(abHigh, cdHigh).StoreUnsafe(ref Unsafe.Add(ref to, 8));
            Sse.MoveHighToLow(cdHigh, abHigh).StoreUnsafe(ref Unsafe.Add(ref to, 12));
            return;
        }

        for (var lane = 0; lane < 4; lane++)
        {
            Vector128.Create(a[lane], b[lane], c[lane], d[lane]).StoreUnsafe(ref Unsafe.Add(ref to, 4 * lane));
        }
    }

    /// <summary>The four results of eight butterflies, one part.</summary>
    private struct Four
    {
        public Vector256<float> V0, V1, V2, V3;
    }
}
