using System.Numerics;

namespace Earmark.Lab.Fourier;

/// <summary>
/// Some bins of a Fourier transform whose frequencies divide the circle into any number of parts, as one convolution.
/// </summary>
/// <remarks>
/// <para>
/// 2kn = k² + n² − (k − n)², so Σ z[n]·w^(2kn) is w^(k²) times the convolution of z[n]·w^(n²) with w^(−n²), whatever
/// the lengths; and a convolution is done by transforms of a power of two. Squares are taken modulo the parts in
/// whole numbers, so that the phase of the last of ten million points is as exact as that of the first.
/// </para>
/// <para>
/// Source: L. Bluestein, "A linear filtering approach to the computation of discrete Fourier transform", IEEE Trans.
/// Audio and Electroacoustics 18 (1970); for some bins only: L. Rabiner, R. Schafer, C. Rader, "The chirp z-transform
/// algorithm", 1969.
/// </para>
/// </remarks>
internal sealed class ChirpTransform
{
    private readonly long _parts;
    private readonly RootsOfUnity _roots;

    /// <param name="parts">w = e^(−2πi/parts).</param>
    public ChirpTransform(long parts)
    {
        _parts = parts;
        _roots = new RootsOfUnity(parts);
    }

    /// <summary>How many points the convolution needs: memory is 32 bytes for each.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than an array holds.</exception>
    public static int LengthFor(int pointCount, int binCount)
    {
        var needed = (long)pointCount + binCount;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(needed, 1L << 30);
        return Math.Max(PowerOfTwoFft.LengthMin, (int)BitOperations.RoundUpToPowerOf2((uint)needed));
    }

    /// <summary>Returns Σ over n of z[n]·w^(2kn), for binCount values of k from firstBin on.</summary>
    /// <param name="re">z, in an array of <see cref="LengthFor"/> whose rest is 0; afterwards the bins.</param>
    /// <param name="im">As <paramref name="re"/>.</param>
    public void Transform(double[] re, double[] im, int pointCount, int firstBin, int binCount)
    {
        Turn(re, im, 0, pointCount, 1);

        var fft = new PowerOfTwoFft(re.Length);
        fft.Forward(re, im);
        var (chirpRe, chirpIm) = Filter(re.Length, pointCount, firstBin, binCount);
        fft.Forward(chirpRe, chirpIm);
        Multiply(re, im, chirpRe, chirpIm);
        fft.Inverse(re, im);
        Turn(re, im, firstBin, binCount, 1.0 / re.Length);
    }

    /// <summary>w^(−(k − n)²), by k − n − firstBin, the negative ones counted from the end.</summary>
    private (double[] Re, double[] Im) Filter(int length, int pointCount, int firstBin, int binCount)
    {
        var re = new double[length];
        var im = new double[length];
        var chirp = new Chirp(_roots, _parts, firstBin - (long)pointCount + 1);
        for (var i = 1 - pointCount; i < binCount; i++)
        {
            var root = chirp.Next();
            var at = i < 0 ? i + length : i;
            (re[at], im[at]) = (root.Real, root.Imaginary);
        }

        return (re, im);
    }

    /// <summary>Multiplies by w^(n²), n from first on.</summary>
    private void Turn(Span<double> re, Span<double> im, long first, int count, double scale)
    {
        var chirp = new Chirp(_roots, _parts, first);
        for (var i = 0; i < count; i++)
        {
            var root = chirp.Next();
            var (x, y) = (re[i] * scale, im[i] * scale);
            re[i] = (x * root.Real) + (y * root.Imaginary);
            im[i] = (y * root.Real) - (x * root.Imaginary);
        }
    }

    private static void Multiply(Span<double> re, Span<double> im, ReadOnlySpan<double> byRe, ReadOnlySpan<double> byIm)
    {
        for (var i = 0; i < re.Length; i++)
        {
            var (x, y) = (re[i], im[i]);
            re[i] = (x * byRe[i]) - (y * byIm[i]);
            im[i] = (x * byIm[i]) + (y * byRe[i]);
        }
    }
}
