using System.Numerics;

namespace Earmark.Tests.Reference;

/// <summary>The discrete Fourier transform by its definition, and a quick one to use where there are many.</summary>
internal static class Fourier
{
    /// <summary>X[k] = Σ x[n] e^(−2πi·kn/N).</summary>
    public static Complex[] ByDefinition(Complex[] points)
    {
        var angle = -2 * Math.PI / points.Length;
        var roots = points.Select((_, n) => Complex.FromPolarCoordinates(1, angle * n)).ToArray();
        return [.. points.Select((_, k) => Bin(points, roots, k))];
    }

    /// <summary>The same by halves; the length is a power of two.</summary>
    public static Complex[] ByHalves(Complex[] points)
    {
        if (points.Length == 1)
        {
            return points;
        }

        var even = ByHalves([.. points.Where((_, n) => n % 2 == 0)]);
        var odd = ByHalves([.. points.Where((_, n) => n % 2 == 1)]);
        var bins = new Complex[points.Length];
        for (var k = 0; k < even.Length; k++)
        {
            var turned = odd[k] * Complex.FromPolarCoordinates(1, -2 * Math.PI * k / points.Length);
            (bins[k], bins[k + even.Length]) = (even[k] + turned, even[k] - turned);
        }

        return bins;
    }

    private static Complex Bin(Complex[] points, Complex[] roots, int k)
    {
        var sum = Complex.Zero;
        for (var n = 0; n < points.Length; n++)
        {
            sum += points[n] * roots[(int)((long)k * n % points.Length)];
        }

        return sum;
    }
}
