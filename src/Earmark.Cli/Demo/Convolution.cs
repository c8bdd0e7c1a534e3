using System.Numerics;

namespace Earmark.Cli.Demo;

/// <summary>Convolution by way of the Fourier transform, for room responses of any length.</summary>
/// <remarks>Source: Cooley and Tukey 1965, radix 2, in place; plenty for one clip, not made for speed.</remarks>
internal static class Convolution
{
    /// <summary>The first samples of the convolution, as many as <paramref name="signal"/> has.</summary>
    public static float[] Apply(ReadOnlySpan<float> signal, ReadOnlySpan<float> response)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)(signal.Length + response.Length));
        var signalSpectrum = Spectrum(signal, size);
        var responseSpectrum = Spectrum(response, size);
        for (var k = 0; k < size; k++)
        {
            // Conjugated, so that the forward transform takes it back (up to the size).
            signalSpectrum[k] = Complex.Conjugate(signalSpectrum[k] * responseSpectrum[k]);
        }

        Transform(signalSpectrum);
        var output = new float[signal.Length];
        for (var i = 0; i < output.Length; i++)
        {
            output[i] = (float)(signalSpectrum[i].Real / size);
        }

        return output;
    }

    private static Complex[] Spectrum(ReadOnlySpan<float> samples, int size)
    {
        var values = new Complex[size];
        for (var i = 0; i < samples.Length; i++)
        {
            values[i] = samples[i];
        }

        Transform(values);
        return values;
    }

    /// <summary>The discrete Fourier transform in place; the length is a power of two.</summary>
    private static void Transform(Complex[] values)
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
            for (var k = 0; k < half; k++)
            {
                var twiddle = Complex.FromPolarCoordinates(1, -Math.PI * k / half);
                for (var i = k; i < values.Length; i += 2 * half)
                {
                    var product = twiddle * values[i + half];
                    values[i + half] = values[i] - product;
                    values[i] += product;
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
