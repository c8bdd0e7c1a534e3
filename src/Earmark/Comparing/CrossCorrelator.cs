using Earmark.Spectral;

namespace Earmark.Comparing;

/// <summary>Finds by how much one window of sound lies behind another: generalized cross-correlation.</summary>
/// <remarks>
/// <para>
/// The cross-spectrum is divided by a power of its magnitude: by all of it, only phases would count, and noise as much
/// as music; by none of it, the bass alone would. Source: C. Knapp and G. Carter, "The generalized correlation method
/// for estimation of time delay", IEEE TASSP 24 (1976); the power in between: K. Donohue et al., "Performance of phase
/// transform for detecting sound sources with microphone arrays", Signal Processing 87 (2007).
/// </para>
/// <para>Both windows ride in one complex transform. Holds scratch memory: one instance per thread.</para>
/// </remarks>
internal sealed class CrossCorrelator
{
    /// <summary>Power of the magnitude that is divided by.</summary>
    private const double Whitening = 0.7;

    /// <summary>Band that counts, in hertz: hum below, what resamplers leave above.</summary>
    private const double LowestFrequency = 80;
    private const double HighestFrequency = 3600;

    private readonly int _windowLength;
    private readonly int _sampleRate;
    private readonly ComplexFft _fft;
    private readonly float[] _hann;
    private readonly float[] _re;
    private readonly float[] _im;

    /// <param name="windowLength">In samples; a power of two.</param>
    public CrossCorrelator(int windowLength, int sampleRate)
    {
        (_windowLength, _sampleRate) = (windowLength, sampleRate);
        _fft = new ComplexFft(2 * windowLength);
        (_re, _im) = (new float[2 * windowLength], new float[2 * windowLength]);
        _hann = new float[windowLength];
        for (var i = 0; i < windowLength; i++)
        {
            _hann[i] = (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / windowLength)));
        }
    }

    /// <summary>
    /// Returns by how many samples <paramref name="a"/> is later, with a fraction, and how much alike they are there:
    /// 1 where they are equal, some hundredths where they have nothing in common. Null where one is silent.
    /// </summary>
    /// <param name="a">Shape [samples of the window].</param>
    /// <param name="b">Likewise.</param>
    /// <param name="reach">How far is looked, in samples either way.</param>
    public (double Lag, double Likeness)? Find(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int reach)
    {
        if (IsSilent(a) || IsSilent(b))
        {
            return null;
        }

        Array.Clear(_re);
        Array.Clear(_im);
        for (var i = 0; i < _windowLength; i++)
        {
            _re[i] = a[i] * _hann[i];
            _im[i] = b[i] * _hann[i];
        }

        _fft.Transform(_re, _im);
        var sum = Weigh();
        _fft.Transform(_re, _im);
        return PeakWithin(reach, sum);
    }

    private static bool IsSilent(ReadOnlySpan<float> sound)
    {
        // Below it there is nothing but the last bit of 16: silence that a recorder or an editor put there.
        const double LeastPower = 1e-9;
        var squares = 0.0;
        foreach (var sample in sound)
        {
            squares += (double)sample * sample;
        }

        return squares < LeastPower * sound.Length;
    }

    /// <summary>
    /// Turns the transform of a + ib into the conjugate of the weighed cross-spectrum; returns what its magnitudes add
    /// up to, which is the value of a peak at which all phases agree.
    /// </summary>
    private double Weigh()
    {
        var (length, sum) = (_fft.Length, 0.0);
        var lowest = (int)Math.Ceiling(LowestFrequency * length / _sampleRate);
        var highest = (int)Math.Min(length / 2.0 - 1, HighestFrequency * length / _sampleRate);
        for (var k = 1; k < length / 2; k++)
        {
            var (zRe, zIm, yRe, yIm) = (_re[k], _im[k], _re[length - k], -_im[length - k]);

            // A = (Z + Y) / 2, B = (Z − Y) / 2i, with Y the conjugate of the mirrored bin.
            double aRe = 0.5 * (zRe + yRe), aIm = 0.5 * (zIm + yIm);
            double bRe = 0.5 * (zIm - yIm), bIm = 0.5 * (yRe - zRe);
            double gRe = (aRe * bRe) + (aIm * bIm), gIm = (aIm * bRe) - (aRe * bIm);
            var magnitude = Math.Sqrt((gRe * gRe) + (gIm * gIm));
            var weight = k < lowest || k > highest || magnitude < 1e-20 ? 0 : Math.Pow(magnitude, -Whitening);
            (_re[k], _im[k]) = ((float)(weight * gRe), (float)(-weight * gIm));
            (_re[length - k], _im[length - k]) = (_re[k], -_im[k]);
            sum += 2 * weight * magnitude;
        }

        (_re[0], _im[0], _re[length / 2], _im[length / 2]) = (0, 0, 0, 0);
        return sum;
    }

    /// <summary>
    /// The highest value, of either sign as a take may be inverted, and a parabola through its neighbors.
    /// </summary>
    private (double Lag, double Likeness)? PeakWithin(int reach, double sum)
    {
        var length = _fft.Length;
        var best = 0;
        for (var lag = -reach; lag <= reach; lag++)
        {
            best = Math.Abs(At(lag)) > Math.Abs(At(best)) ? lag : best;
        }

        if (At(best) == 0)
        {
            return null;
        }

        double left = Math.Abs(At(best - 1)), middle = Math.Abs(At(best)), right = Math.Abs(At(best + 1));
        var curvature = left - (2 * middle) + right;
        var fraction = curvature < 0 ? Math.Clamp(0.5 * (left - right) / curvature, -0.5, 0.5) : 0;
        return (best + fraction, middle / sum);

        float At(int lag) => _re[(lag + length) % length];
    }
}
