using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earmark.Spectral;

/// <summary>
/// Forward complex Fourier transform of one fixed power-of-two length, real and imaginary parts apart.
/// </summary>
/// <remarks>
/// <para>
/// Stockham's autosort, radix 4 with one radix-2 stage where the length asks for it: every stage reads and writes
/// contiguous runs, so there is no bit reversal and the vectors stay full.
/// </para>
/// <para>Source: C. Van Loan, "Computational Frameworks for the Fast Fourier Transform", SIAM 1992, section 1.7.</para>
/// <para>Holds scratch memory: one instance per thread.</para>
/// </remarks>
internal sealed class ComplexFft
{
    private readonly RadixFourStage[] _stages;
    private readonly float[] _scratchRe;
    private readonly float[] _scratchIm;

    /// <param name="length">A power of two, at least 32: a quarter of it fills a vector.</param>
    public ComplexFft(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 32);
        if (!BitOperations.IsPow2(length))
        {
            throw new ArgumentException($"{length} is not a power of two.", nameof(length));
        }

        Length = length;
        _scratchRe = new float[length];
        _scratchIm = new float[length];

        var stages = new List<RadixFourStage>();
        for (var span = length; span >= 4; span /= 4)
        {
            stages.Add(new RadixFourStage(span, length / span));
        }

        _stages = [.. stages];
    }

    /// <summary>Number of points.</summary>
    public int Length { get; }

    /// <summary>Transforms in place, without scaling; bins come out in natural order.</summary>
    /// <param name="re">Shape [<see cref="Length"/>].</param>
    /// <param name="im">Shape [<see cref="Length"/>].</param>
    public void Transform(Span<float> re, Span<float> im)
    {
        if (re.Length != Length || im.Length != Length)
        {
            throw new ArgumentException($"Expected {Length} points.");
        }

        Span<float> fromRe = re, fromIm = im, toRe = _scratchRe, toIm = _scratchIm;
        foreach (var stage in _stages)
        {
            stage.Apply(fromRe, fromIm, toRe, toIm);
            Swap(ref fromRe, ref toRe);
            Swap(ref fromIm, ref toIm);
        }

        if (int.IsOddInteger(BitOperations.Log2((uint)Length)))
        {
            RadixTwoStage(fromRe, toRe);
            RadixTwoStage(fromIm, toIm);
            Swap(ref fromRe, ref toRe);
            Swap(ref fromIm, ref toIm);
        }

        if (fromRe != re)
        {
            fromRe.CopyTo(re);
            fromIm.CopyTo(im);
        }
    }

    /// <summary>The last stage of odd powers of two: its only twiddle factor is one, so the parts do not mix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RadixTwoStage(ReadOnlySpan<float> from, Span<float> to)
    {
        ref var input = ref MemoryMarshal.GetReference(from);
        ref var output = ref MemoryMarshal.GetReference(to);
        var half = (nuint)from.Length / 2;
        for (nuint i = 0; i < half; i += (nuint)Vector256<float>.Count)
        {
            var a = Vector256.LoadUnsafe(ref input, i);
            var b = Vector256.LoadUnsafe(ref input, i + half);
            (a + b).StoreUnsafe(ref output, i);
            (a - b).StoreUnsafe(ref output, i + half);
        }
    }

    private static void Swap(ref Span<float> a, ref Span<float> b)
    {
        var held = a;
        a = b;
        b = held;
    }
}
