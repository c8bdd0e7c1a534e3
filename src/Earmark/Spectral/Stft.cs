using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earmark.Spectral;

/// <summary>Turns a stream of samples into rows of levels: the short-time Fourier transform, as log power.</summary>
/// <remarks>
/// <para>
/// Level = ln(|X|² + 10⁻⁹) per bin of the profile's band, where a full-scale sine has |X| = 1. Frame n covers samples
/// n·hop … n·hop + window − 1; there is no padding, so a recording shorter than the window has no frame.
/// </para>
/// <para>
/// Two real frames ride in one complex transform, one as its real and one as its imaginary part, and are told apart
/// by symmetry: half the work, and no packing. Frames are paired from the first on, however the samples arrive, so
/// equal samples give equal bits.
/// </para>
/// </remarks>
internal sealed class Stft
{
    private const float PowerFloor = 1e-9f;

    private readonly FingerprintProfile _profile;
    private readonly float[] _window;
    private readonly float[] _samples;
    private readonly float[] _re;
    private readonly float[] _im;
    private readonly ComplexFft _fft;
    private int _sampleCount;

    /// <summary>Begins a recording.</summary>
    public Stft(FingerprintProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        _profile = profile;
        _window = HannWindow(profile.WindowLength);
        _samples = new float[profile.WindowLength + profile.HopLength];
        _fft = new ComplexFft(profile.WindowLength);
        _re = new float[profile.WindowLength];
        _im = new float[profile.WindowLength];
    }

    /// <summary>Takes as many samples as fit and drops them from <paramref name="samples"/>.</summary>
    /// <returns>
    /// Whether two frames are now complete; <see cref="TransformPair"/> must take them before more fits.
    /// </returns>
    public bool Fill(ref ReadOnlySpan<float> samples)
    {
        var taken = Math.Min(samples.Length, _samples.Length - _sampleCount);
        samples[..taken].CopyTo(_samples.AsSpan(_sampleCount));
        samples = samples[taken..];
        _sampleCount += taken;
        return _sampleCount == _samples.Length;
    }

    /// <summary>Writes the levels of the two complete frames, and moves on.</summary>
    /// <param name="first">Shape [bins of the band], ln of power.</param>
    /// <param name="second">Likewise, one hop later.</param>
    public void TransformPair(Span<float> first, Span<float> second)
    {
        var hop = _profile.HopLength;
        Multiply(_samples.AsSpan(0, _window.Length), _window, _re);
        Multiply(_samples.AsSpan(hop), _window, _im);
        _fft.Transform(_re, _im);
        WriteLevels(_re, _im, _profile.LowestBin, first[.._profile.BinCount], second[.._profile.BinCount]);

        _samples.AsSpan(2 * hop).CopyTo(_samples);
        _sampleCount -= 2 * hop;
    }

    /// <summary>Writes the levels of a last, unpaired frame.</summary>
    /// <returns>False when no complete frame is left.</returns>
    public bool TransformLast(Span<float> levels)
    {
        if (_sampleCount < _window.Length)
        {
            return false;
        }

        _samples.AsSpan(_sampleCount).Clear();
        Span<float> unused = stackalloc float[_profile.BinCount];
        TransformPair(levels, unused);
        _sampleCount = 0;
        return true;
    }

    /// <summary>
    /// Hann, symmetric about the middle between samples, scaled so that a full-scale sine has magnitude 1.
    /// </summary>
    private static float[] HannWindow(int length)
    {
        var window = new float[length];
        for (var i = 0; i < length; i++)
        {
            // The unscaled window sums to half its length.
            var value = 0.5 - (0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / length));
            window[i] = (float)(value * 4 / length);
        }

        return window;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(ReadOnlySpan<float> samples, ReadOnlySpan<float> window, Span<float> product)
    {
        ref var s = ref MemoryMarshal.GetReference(samples);
        ref var w = ref MemoryMarshal.GetReference(window);
        ref var p = ref MemoryMarshal.GetReference(product);
        for (var i = 0; i < product.Length; i += Vector256<float>.Count)
        {
            var at = (nuint)i;
            (Vector256.LoadUnsafe(ref s, at) * Vector256.LoadUnsafe(ref w, at)).StoreUnsafe(ref p, at);
        }
    }

    /// <summary>Separates the two frames, Z[k] ± conj Z[N − k], and takes the log of their power.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteLevels(
        ReadOnlySpan<float> re, ReadOnlySpan<float> im, int lowestBin, Span<float> first, Span<float> second)
    {
        var width = Vector256<float>.Count;
        ref var zRe = ref MemoryMarshal.GetReference(re);
        ref var zIm = ref MemoryMarshal.GetReference(im);
        var quarter = Vector256.Create(0.25f);
        var floor = Vector256.Create(PowerFloor);
        var reversal = Vector256.Create(7, 6, 5, 4, 3, 2, 1, 0);

        for (var column = 0; column < first.Length; column += width)
        {
            // The last vector steps back so that it ends with the band; it repeats a few bins.
            var start = Math.Min(column, first.Length - width);
            var bin = (nuint)(lowestBin + start);
            var mirror = (nuint)(re.Length - (lowestBin + start) - (width - 1));
            var aRe = Vector256.LoadUnsafe(ref zRe, bin);
            var aIm = Vector256.LoadUnsafe(ref zIm, bin);
            var bRe = Vector256.Shuffle(Vector256.LoadUnsafe(ref zRe, mirror), reversal);
            var bIm = Vector256.Shuffle(Vector256.LoadUnsafe(ref zIm, mirror), reversal);

            var (sumRe, sumIm) = (aRe + bRe, aIm + bIm);
            var (differenceRe, differenceIm) = (aRe - bRe, aIm - bIm);
            var firstPower = ((sumRe * sumRe) + (differenceIm * differenceIm)) * quarter;
            var secondPower = ((sumIm * sumIm) + (differenceRe * differenceRe)) * quarter;
            NaturalLogarithm.Of(firstPower + floor).StoreUnsafe(ref first[start]);
            NaturalLogarithm.Of(secondPower + floor).StoreUnsafe(ref second[start]);
        }
    }
}
