using System.Numerics;

namespace Earmark.Cli.Degrading;

/// <summary>Convolution by way of the Fourier transform, for room responses of any length.</summary>
/// <remarks>
/// Source: Cooley and Tukey 1965, radix 2, in place; in blocks that overlap (Stockham 1966), so that a second
/// of a long signal costs no more than one of a short signal.
/// </remarks>
internal static class Convolution
{
    /// <summary>The first samples of the convolution, as many as <paramref name="signal"/> has.</summary>
    public static float[] Apply(ReadOnlySpan<float> signal, ReadOnlySpan<float> response)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2 * response.Length, 2));
        var hop = size - response.Length + 1;
        var twiddles = Twiddles(size);
        var responseSpectrum = Spectrum(response, size, twiddles);
        var output = new float[signal.Length];
        for (var start = 0; start < signal.Length; start += hop)
        {
            var block = Spectrum(signal.Slice(start, Math.Min(hop, signal.Length - start)), size, twiddles);
            for (var k = 0; k < size; k++)
            {
                // Conjugated, so that the forward transform takes it back (up to the size).
                block[k] = Complex.Conjugate(block[k] * responseSpectrum[k]);
            }

            Transform(block, twiddles);
            var count = Math.Min(size, signal.Length - start);
            for (var i = 0; i < count; i++)
            {
                output[start + i] += (float)(block[i].Real / size);
            }
        }

        return output;
    }

    private static Complex[] Spectrum(ReadOnlySpan<float> samples, int size, Complex[] twiddles)
    {
        var values = new Complex[size];
        for (var i = 0; i < samples.Length; i++)
        {
            values[i] = samples[i];
        }

        Transform(values, twiddles);
        return values;
    }

    /// <summary>The first half of the roots of unity. Shape [size / 2].</summary>
    private static Complex[] Twiddles(int size)
    {
        var twiddles = new Complex[size / 2];
        for (var k = 0; k < twiddles.Length; k++)
        {
            twiddles[k] = Complex.FromPolarCoordinates(1, -2 * Math.PI * k / size);
        }

        return twiddles;
    }

    /// <summary>The discrete Fourier transform in place; the length is a power of two.</summary>
    private static void Transform(Complex[] values, Complex[] twiddles)
    {
        var shift = 32 - BitOperations.Log2((uint)values.Length);
        for (var i = 1; i < values.Length; i++)
        {
            var mirrored = (int)(Reverse((uint)i) >> shift);
            if (i < mirrored)
            {
                (values[i], values[mirrored]) = (values[mirrored], values[i]);
            }
        }

        for (var half = 1; half < values.Length; half *= 2)
        {
            var stride = values.Length / (2 * half);
            for (var block = 0; block < values.Length; block += 2 * half)
            {
                for (var k = 0; k < half; k++)
                {
                    var product = twiddles[k * stride] * values[block + k + half];
                    values[block + k + half] = values[block + k] - product;
                    values[block + k] += product;
                }
            }
        }
    }

    private static uint Reverse(uint bits)
    {
        bits = ((bits & 0x55555555) << 1) | ((bits >> 1) & 0x55555555);
        bits = ((bits & 0x33333333) << 2) | ((bits >> 2) & 0x33333333);
        bits = ((bits & 0x0F0F0F0F) << 4) | ((bits >> 4) & 0x0F0F0F0F);
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(bits);
    }
}
