using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earmark.Lab.Fourier;

/// <summary>What remains of a transform whose pieces are too short to fill vectors: runs of 8 and 4 points.</summary>
internal static class LastPoints
{
    private static readonly double HalfRoot = Math.Sqrt(0.5);

    // e^(−2πi·j/8) for j = 0 … 3.
    private static readonly Vector256<double> EighthsRe = Vector256.Create(1, HalfRoot, 0, -HalfRoot);
    private static readonly Vector256<double> EighthsIm = Vector256.Create(0, -HalfRoot, -1, -HalfRoot);

    /// <summary>Splits every eight points into two transforms of four: even bins, then odd ones.</summary>
    public static void ForwardEights(Span<double> re, Span<double> im)
    {
        ref var x = ref MemoryMarshal.GetReference(re);
        ref var y = ref MemoryMarshal.GetReference(im);
        for (var i = (nuint)0; i < (nuint)re.Length; i += 8)
        {
            var aRe = Vector256.LoadUnsafe(ref x, i);
            var aIm = Vector256.LoadUnsafe(ref y, i);
            var bRe = Vector256.LoadUnsafe(ref x, i + 4);
            var bIm = Vector256.LoadUnsafe(ref y, i + 4);
            (aRe + bRe).StoreUnsafe(ref x, i);
            (aIm + bIm).StoreUnsafe(ref y, i);
            var gapRe = aRe - bRe;
            var gapIm = aIm - bIm;
            ((gapRe * EighthsRe) - (gapIm * EighthsIm)).StoreUnsafe(ref x, i + 4);
            ((gapRe * EighthsIm) + (gapIm * EighthsRe)).StoreUnsafe(ref y, i + 4);
        }
    }

    /// <summary>Undoes <see cref="ForwardEights"/>, but for a factor of 2.</summary>
    public static void InverseEights(Span<double> re, Span<double> im)
    {
        ref var x = ref MemoryMarshal.GetReference(re);
        ref var y = ref MemoryMarshal.GetReference(im);
        for (var i = (nuint)0; i < (nuint)re.Length; i += 8)
        {
            var aRe = Vector256.LoadUnsafe(ref x, i);
            var aIm = Vector256.LoadUnsafe(ref y, i);
            var gapRe = Vector256.LoadUnsafe(ref x, i + 4);
            var gapIm = Vector256.LoadUnsafe(ref y, i + 4);
            var bRe = (gapRe * EighthsRe) + (gapIm * EighthsIm);
            var bIm = (gapIm * EighthsRe) - (gapRe * EighthsIm);
            (aRe + bRe).StoreUnsafe(ref x, i);
            (aIm + bIm).StoreUnsafe(ref y, i);
            (aRe - bRe).StoreUnsafe(ref x, i + 4);
            (aIm - bIm).StoreUnsafe(ref y, i + 4);
        }
    }

    /// <summary>Transforms every four points; bins in natural order.</summary>
    public static void ForwardFours(Span<double> re, Span<double> im)
    {
        for (var i = 0; i < re.Length; i += 4)
        {
            Four(re.Slice(i, 4), im.Slice(i, 4));
        }
    }

    /// <summary>Undoes <see cref="ForwardFours"/>, but for a factor of 4.</summary>
    public static void InverseFours(Span<double> re, Span<double> im)
    {
        // With the parts exchanged, forward is inverse.
        for (var i = 0; i < re.Length; i += 4)
        {
            Four(im.Slice(i, 4), re.Slice(i, 4));
        }
    }

    private static void Four(Span<double> re, Span<double> im)
    {
        var (sumRe, sumIm) = (re[0] + re[2], im[0] + im[2]);
        var (gapRe, gapIm) = (re[0] - re[2], im[0] - im[2]);
        var (oddRe, oddIm) = (re[1] + re[3], im[1] + im[3]);
        var (turnRe, turnIm) = (im[1] - im[3], re[3] - re[1]);
        (re[0], im[0]) = (sumRe + oddRe, sumIm + oddIm);
        (re[1], im[1]) = (gapRe + turnRe, gapIm + turnIm);
        (re[2], im[2]) = (sumRe - oddRe, sumIm - oddIm);
        (re[3], im[3]) = (gapRe - turnRe, gapIm - turnIm);
    }
}
