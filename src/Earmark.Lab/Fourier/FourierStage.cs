using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earmark.Lab.Fourier;

/// <summary>The butterflies that split one transform into four of a quarter its length, or join them.</summary>
/// <remarks>
/// Point j of quarter r is turned by w^(r·j), w = e^(−2πi/length). Of the w^j there are two short tables, as in
/// <see cref="RootsOfUnity"/>: one of all of a long stage would be as long as the data that it competes with.
/// </remarks>
internal sealed class FourierStage
{
    private const int RunLengthMax = 1 << 10;

    // w^j for j < _run, and w^(m·_run) for the rest: w^(m·_run + j) is their product.
    private readonly int _run;
    private readonly double[] _lowRe;
    private readonly double[] _lowIm;
    private readonly double[] _highRe;
    private readonly double[] _highIm;

    /// <param name="length">Points; a power of two, at least 16.</param>
    public FourierStage(int length)
    {
        Length = length;
        var quarter = length / 4;
        _run = Math.Min(quarter, RunLengthMax);
        (_lowRe, _lowIm) = Roots(_run, 1, length);
        (_highRe, _highIm) = Roots(quarter / _run, _run, length);
    }

    /// <summary>Points.</summary>
    public int Length { get; }

    /// <summary>Splits: quarter r then holds what makes the bins that leave r when divided by 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward(Span<double> re, Span<double> im)
    {
        var quarter = (nuint)Length / 4;
        ref var x = ref MemoryMarshal.GetReference(re);
        ref var y = ref MemoryMarshal.GetReference(im);
        ref var lowRe = ref MemoryMarshal.GetArrayDataReference(_lowRe);
        ref var lowIm = ref MemoryMarshal.GetArrayDataReference(_lowIm);
        var run = (nuint)_run;
        for (var at = (nuint)0; at < quarter; at += run)
        {
            var highRe = Vector256.Create(_highRe[at / run]);
            var highIm = Vector256.Create(_highIm[at / run]);
            for (var j = (nuint)0; j < run; j += 4)
            {
                var i = at + j;
                var baseRe = Vector256.LoadUnsafe(ref lowRe, j);
                var baseIm = Vector256.LoadUnsafe(ref lowIm, j);
                var w1Re = (baseRe * highRe) - (baseIm * highIm);
                var w1Im = (baseRe * highIm) + (baseIm * highRe);

                var aRe = Vector256.LoadUnsafe(ref x, i);
                var aIm = Vector256.LoadUnsafe(ref y, i);
                var bRe = Vector256.LoadUnsafe(ref x, i + quarter);
                var bIm = Vector256.LoadUnsafe(ref y, i + quarter);
                var cRe = Vector256.LoadUnsafe(ref x, i + (2 * quarter));
                var cIm = Vector256.LoadUnsafe(ref y, i + (2 * quarter));
                var dRe = Vector256.LoadUnsafe(ref x, i + (3 * quarter));
                var dIm = Vector256.LoadUnsafe(ref y, i + (3 * quarter));

                var sumRe = aRe + cRe;
                var sumIm = aIm + cIm;
                var gapRe = aRe - cRe;
                var gapIm = aIm - cIm;
                var oddRe = bRe + dRe;
                var oddIm = bIm + dIm;
                // −i·(b − d)
                var turnRe = bIm - dIm;
                var turnIm = dRe - bRe;

                (sumRe + oddRe).StoreUnsafe(ref x, i);
                (sumIm + oddIm).StoreUnsafe(ref y, i);
                Store(gapRe + turnRe, gapIm + turnIm, w1Re, w1Im, ref x, ref y, i + quarter);
                var w2Re = (w1Re * w1Re) - (w1Im * w1Im);
                var w2Im = (w1Re * w1Im) + (w1Re * w1Im);
                Store(sumRe - oddRe, sumIm - oddIm, w2Re, w2Im, ref x, ref y, i + (2 * quarter));
                var w3Re = (w1Re * w2Re) - (w1Im * w2Im);
                var w3Im = (w1Re * w2Im) + (w1Im * w2Re);
                Store(gapRe - turnRe, gapIm - turnIm, w3Re, w3Im, ref x, ref y, i + (3 * quarter));
            }
        }
    }

    /// <summary>Joins what <see cref="Forward"/> splits, but for a factor of 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Inverse(Span<double> re, Span<double> im)
    {
        var quarter = (nuint)Length / 4;
        ref var x = ref MemoryMarshal.GetReference(re);
        ref var y = ref MemoryMarshal.GetReference(im);
        ref var lowRe = ref MemoryMarshal.GetArrayDataReference(_lowRe);
        ref var lowIm = ref MemoryMarshal.GetArrayDataReference(_lowIm);
        var run = (nuint)_run;
        for (var at = (nuint)0; at < quarter; at += run)
        {
            var highRe = Vector256.Create(_highRe[at / run]);
            var highIm = Vector256.Create(_highIm[at / run]);
            for (var j = (nuint)0; j < run; j += 4)
            {
                var i = at + j;
                var baseRe = Vector256.LoadUnsafe(ref lowRe, j);
                var baseIm = Vector256.LoadUnsafe(ref lowIm, j);
                var w1Re = (baseRe * highRe) - (baseIm * highIm);
                var w1Im = (baseRe * highIm) + (baseIm * highRe);
                var w2Re = (w1Re * w1Re) - (w1Im * w1Im);
                var w2Im = (w1Re * w1Im) + (w1Re * w1Im);
                var w3Re = (w1Re * w2Re) - (w1Im * w2Im);
                var w3Im = (w1Re * w2Im) + (w1Im * w2Re);

                var aRe = Vector256.LoadUnsafe(ref x, i);
                var aIm = Vector256.LoadUnsafe(ref y, i);
                var (bRe, bIm) = Load(ref x, ref y, i + quarter, w1Re, w1Im);
                var (cRe, cIm) = Load(ref x, ref y, i + (2 * quarter), w2Re, w2Im);
                var (dRe, dIm) = Load(ref x, ref y, i + (3 * quarter), w3Re, w3Im);

                var sumRe = aRe + cRe;
                var sumIm = aIm + cIm;
                var gapRe = aRe - cRe;
                var gapIm = aIm - cIm;
                var oddRe = bRe + dRe;
                var oddIm = bIm + dIm;
                // i·(b − d)
                var turnRe = dIm - bIm;
                var turnIm = bRe - dRe;

                (sumRe + oddRe).StoreUnsafe(ref x, i);
                (sumIm + oddIm).StoreUnsafe(ref y, i);
                (gapRe + turnRe).StoreUnsafe(ref x, i + quarter);
                (gapIm + turnIm).StoreUnsafe(ref y, i + quarter);
                (sumRe - oddRe).StoreUnsafe(ref x, i + (2 * quarter));
                (sumIm - oddIm).StoreUnsafe(ref y, i + (2 * quarter));
                (gapRe - turnRe).StoreUnsafe(ref x, i + (3 * quarter));
                (gapIm - turnIm).StoreUnsafe(ref y, i + (3 * quarter));
            }
        }
    }

    /// <summary>Stores a·w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Vector256<double> aRe,
        Vector256<double> aIm,
        Vector256<double> wRe,
        Vector256<double> wIm,
        ref double x,
        ref double y,
        nuint at)
    {
        ((aRe * wRe) - (aIm * wIm)).StoreUnsafe(ref x, at);
        ((aRe * wIm) + (aIm * wRe)).StoreUnsafe(ref y, at);
    }

    /// <summary>Loads a and returns a times the conjugate of w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Re, Vector256<double> Im) Load(
        ref double x, ref double y, nuint at, Vector256<double> wRe, Vector256<double> wIm)
    {
        var aRe = Vector256.LoadUnsafe(ref x, at);
        var aIm = Vector256.LoadUnsafe(ref y, at);
        return ((aRe * wRe) + (aIm * wIm), (aIm * wRe) - (aRe * wIm));
    }

    /// <summary>w^(i·step) for i below the count.</summary>
    private static (double[] Re, double[] Im) Roots(int count, int step, int length)
    {
        var re = new double[count];
        var im = new double[count];
        for (var i = 0; i < count; i++)
        {
            var root = RootsOfUnity.At((long)i * step, length);
            (re[i], im[i]) = (root.Real, -root.Imaginary);
        }

        return (re, im);
    }
}
