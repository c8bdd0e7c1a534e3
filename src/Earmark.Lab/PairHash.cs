namespace Earmark.Lab;

/// <summary>Step 5: the slot of a pair in the hash table.</summary>
/// <remarks>
/// round(size·10⁶·(ln(f1 + 2) + 2·ln(f2 + 2) + 3·ln(Δt + 2))) mod size + 1. The factor brings the eleventh decimal of
/// the sum to the front, so that the last bit of a logarithm can decide between two slots, and platforms differ in
/// that bit. Here the logarithms are the doubles nearest to the true ones, from a table: the same everywhere.
/// </remarks>
public static class PairHash
{
    /// <summary>Slots; they count from 1.</summary>
    public const int Size = 100_000;

    private const int LogarithmCount = 162;

    private static readonly double[] Logarithms = NearestLogarithms();

    /// <summary>The slot of a pair, 1 … <see cref="Size"/>.</summary>
    public static int Of(LabPair pair) => Of(pair.Bin1, pair.Bin2, pair.Frame2 - pair.Frame1);

    /// <inheritdoc cref="Of(LabPair)"/>
    public static int Of(int bin1, int bin2, int frameDelta)
    {
        var sum = Logarithm(bin1) + (2 * Logarithm(bin2)) + (3 * Logarithm(frameDelta));
        return (int)((long)Math.Round(Size * 1e6 * sum, MidpointRounding.ToEven) % Size) + 1;
    }

    /// <summary>ln(|value| + 2).</summary>
    internal static double Logarithm(int value) => Logarithms[Math.Abs(value) + 2];

    /// <summary>
    /// ln n is ln(n − 1) + 2·artanh(1/(2n − 1)), whose series is summed to 28 digits. Double precision has 16, so
    /// reading the digits as a double rounds to the nearest one.
    /// </summary>
    private static double[] NearestLogarithms()
    {
        var logarithms = new double[LogarithmCount + 1];
        var sum = 0m;
        for (var n = 2; n <= LogarithmCount; n++)
        {
            var ratio = 1m / ((2 * n) - 1);
            var power = ratio;
            for (var odd = 1; power > 0; odd += 2)
            {
                sum += 2 * power / odd;
                power *= ratio * ratio;
            }

            var digits = sum.ToString(System.Globalization.CultureInfo.InvariantCulture);
            logarithms[n] = double.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        }

        return logarithms;
    }
}
