namespace Earmark.Lab.Fourier;

/// <summary>Another sample rate by way of the whole recording's spectrum: bins are cut off, or added as 0.</summary>
/// <remarks>
/// The result is what SciPy's <c>scipy.signal.resample(x, count)</c> gives: the recording is taken for one period of
/// a periodic signal, so its end and its beginning touch. Where the number of samples kept is even, the bin at the
/// new Nyquist frequency is halved or doubled, as there. Only the bins that are kept are computed.
/// </remarks>
public static class FourierResampler
{
    /// <summary>Returns the signal with another number of samples over the same time.</summary>
    /// <param name="samples">Shape [time]; not empty.</param>
    /// <param name="count">How many to return, at least 1. Memory is 32 bytes for each point of a power of two that
    /// half the samples and twice the count fit in.</param>
    public static double[] Resample(ReadOnlySpan<double> samples, int count)
    {
        ArgumentOutOfRangeException.ThrowIfZero(samples.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (count == samples.Length)
        {
            return samples.ToArray();
        }

        var kept = Math.Min(samples.Length, count);
        var (re, im) = Spectrum(samples, (kept / 2) + 1);
        if (int.IsEvenInteger(kept))
        {
            var scale = count < samples.Length ? 2 : 0.5;
            re[kept / 2] *= scale;
            im[kept / 2] *= scale;
        }

        return Signal(re.AsSpan(0, (kept / 2) + 1), im, count, samples.Length);
    }

    /// <summary>The first bins of the transform; they stand at the beginning of longer arrays.</summary>
    /// <remarks>
    /// Two samples make one complex point: half the points, for twice the bins. Of z[m] = x[2m] + i·x[2m+1], bins k
    /// and −k together tell those of the even samples from those of the odd ones. This needs no even number of
    /// samples: the frequencies stay, and one 0 more at the end changes no sum.
    /// </remarks>
    private static (double[] Re, double[] Im) Spectrum(ReadOnlySpan<double> samples, int binCount)
    {
        var pointCount = (samples.Length + 1) / 2;
        var bothCount = (2 * binCount) - 1;
        var length = ChirpTransform.LengthFor(pointCount, bothCount);
        var re = new double[length];
        var im = new double[length];
        for (var i = 0; i < samples.Length; i++)
        {
            (int.IsEvenInteger(i) ? re : im)[i / 2] = samples[i];
        }

        var zero = binCount - 1;
        new ChirpTransform(samples.Length).Transform(re, im, pointCount, -zero, bothCount);
        var binsRe = new double[binCount];
        var binsIm = new double[binCount];
        var roots = new RootsOfUnity(samples.Length);
        for (var k = 0; k < binCount; k++)
        {
            var evenRe = 0.5 * (re[zero + k] + re[zero - k]);
            var evenIm = 0.5 * (im[zero + k] - im[zero - k]);
            var oddRe = 0.5 * (im[zero + k] + im[zero - k]);
            var oddIm = 0.5 * (re[zero - k] - re[zero + k]);
            var root = roots.At(k);
            binsRe[k] = evenRe + (oddRe * root.Real) + (oddIm * root.Imaginary);
            binsIm[k] = evenIm + (oddIm * root.Real) - (oddRe * root.Imaginary);
        }

        return (binsRe, binsIm);
    }

    /// <summary>The real signal of so many samples that has these bins, over the number of samples before.</summary>
    private static double[] Signal(ReadOnlySpan<double> re, ReadOnlySpan<double> im, int count, int before)
    {
        // Real, so the bins of negative frequency add what those of positive have already: twice the real part.
        var length = ChirpTransform.LengthFor(re.Length, count);
        var sumRe = new double[length];
        var sumIm = new double[length];
        for (var k = 0; k < re.Length; k++)
        {
            var scale = (k == 0 || 2 * k == count ? 1.0 : 2.0) / before;
            sumRe[k] = re[k] * scale;
            sumIm[k] = -im[k] * scale;
        }

        new ChirpTransform(2L * count).Transform(sumRe, sumIm, re.Length, 0, count);
        return sumRe[..count];
    }
}
