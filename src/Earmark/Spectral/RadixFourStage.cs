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
    public void Apply(ReadOnlySpan<float> xRe, ReadOnlySpan<float> xIm, Span<float> yRe, Span<float> yIm)
    {
        ref var inRe = ref MemoryMarshal.GetReference(xRe);
        ref var inIm = ref MemoryMarshal.GetReference(xIm);
        ref var outRe = ref MemoryMarshal.GetReference(yRe);
        ref var outIm = ref MemoryMarshal.GetReference(yIm);
        ref var twiddles = ref MemoryMarshal.GetArrayDataReference(_twiddles);
        var quarter = xRe.Length / 4;
        if (_stride >= Vector256<float>.Count)
        {
            ApplyWide(ref inRe, ref inIm, ref outRe, ref outIm, quarter, _stride, ref twiddles, _twiddleCount);
        }
        else if (_stride == 1)
        {
            ApplyFirst(ref inRe, ref inIm, ref outRe, ref outIm, quarter, ref twiddles, _twiddleCount);
        }
        else
        {
            ApplySecond(ref inRe, ref inIm, ref outRe, ref outIm, quarter, ref twiddles, _twiddleCount);
        }
    }

    /// <summary>Strides of whole vectors: the butterflies of a run share their factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyWide(
        ref float inRe,
        ref float inIm,
        ref float outRe,
        ref float outIm,
        int quarter,
        int stride,
        ref float twiddles,
        int twiddleCount)
    {
        for (var p = 0; p < twiddleCount; p++)
        {
            ref var factor = ref Unsafe.Add(ref twiddles, p);
            var w1Re = Vector256.Create(factor);
            var w2Re = Vector256.Create(Unsafe.Add(ref factor, twiddleCount));
            var w3Re = Vector256.Create(Unsafe.Add(ref factor, 2 * twiddleCount));
            var w1Im = Vector256.Create(Unsafe.Add(ref factor, 3 * twiddleCount));
            var w2Im = Vector256.Create(Unsafe.Add(ref factor, 4 * twiddleCount));
            var w3Im = Vector256.Create(Unsafe.Add(ref factor, 5 * twiddleCount));
            for (var q = 0; q < stride; q += Vector256<float>.Count)
            {
                Butterfly(
                    ref inRe, ref inIm, (p * stride) + q, quarter, w1Re, w1Im, w2Re, w2Im, w3Re, w3Im,
                    out var re, out var im);
                var to = (4 * p * stride) + q;
                StoreStrided(re, ref Unsafe.Add(ref outRe, to), stride);
                StoreStrided(im, ref Unsafe.Add(ref outIm, to), stride);
            }
        }
    }

    /// <summary>Stride 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyFirst(
        ref float inRe,
        ref float inIm,
        ref float outRe,
        ref float outIm,
        int quarter,
        ref float twiddles,
        int twiddleCount)
    {
        for (var i = 0; i < quarter; i += Vector256<float>.Count)
        {
            Butterfly(ref inRe, ref inIm, i, quarter, ref twiddles, twiddleCount, out var re, out var im);
            StoreTransposed(re, ref Unsafe.Add(ref outRe, 4 * i));
            StoreTransposed(im, ref Unsafe.Add(ref outIm, 4 * i));
        }
    }

    /// <summary>Stride 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplySecond(
        ref float inRe,
        ref float inIm,
        ref float outRe,
        ref float outIm,
        int quarter,
        ref float twiddles,
        int twiddleCount)
    {
        for (var i = 0; i < quarter; i += Vector256<float>.Count)
        {
            Butterfly(ref inRe, ref inIm, i, quarter, ref twiddles, twiddleCount, out var re, out var im);
            StoreHalves(re, ref Unsafe.Add(ref outRe, 4 * i));
            StoreHalves(im, ref Unsafe.Add(ref outIm, 4 * i));
        }
    }

    /// <summary>Eight butterflies, each with factors of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly(
        ref float inRe,
        ref float inIm,
        int i,
        int quarter,
        ref float twiddles,
        int twiddleCount,
        out Four re,
        out Four im) => Butterfly(
            ref inRe,
            ref inIm,
            i,
            quarter,
            Load(ref twiddles, i),
            Load(ref twiddles, i + (3 * twiddleCount)),
            Load(ref twiddles, i + twiddleCount),
            Load(ref twiddles, i + (4 * twiddleCount)),
            Load(ref twiddles, i + (2 * twiddleCount)),
            Load(ref twiddles, i + (5 * twiddleCount)),
            out re,
            out im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly(
        ref float inRe,
        ref float inIm,
        int i,
        int quarter,
        Vector256<float> w1Re,
        Vector256<float> w1Im,
        Vector256<float> w2Re,
        Vector256<float> w2Im,
        Vector256<float> w3Re,
        Vector256<float> w3Im,
        out Four re,
        out Four im)
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
        Rotate(leftRe + turnedRe, leftIm + turnedIm, w1Re, w1Im, out re.V1, out im.V1);
        Rotate(evenRe - oddRe, evenIm - oddIm, w2Re, w2Im, out re.V2, out im.V2);
        Rotate(leftRe - turnedRe, leftIm - turnedIm, w3Re, w3Im, out re.V3, out im.V3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rotate(
        Vector256<float> re,
        Vector256<float> im,
        Vector256<float> wRe,
        Vector256<float> wIm,
        out Vector256<float> rotatedRe,
        out Vector256<float> rotatedIm)
    {
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
