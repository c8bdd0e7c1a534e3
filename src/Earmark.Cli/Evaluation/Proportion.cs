namespace Earmark.Cli.Evaluation;

/// <summary>How many of how many.</summary>
internal readonly record struct Proportion(int Count, int Total)
{
    /// <summary>Two-sided 95 % of the normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>0 … 1; NaN of nothing.</summary>
    public double Share => Total > 0 ? (double)Count / Total : double.NaN;

    /// <summary>Where the true share lies with 95 % confidence, of independent trials; NaN of nothing.</summary>
    /// <remarks>Source: E. B. Wilson, "Probable inference", JASA 22, 1927.</remarks>
    public (double Low, double High) Interval()
    {
        if (Total == 0)
        {
            return (double.NaN, double.NaN);
        }

        double n = Total;
        var middle = (Share + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
        var half = Z / (1 + (Z * Z / n)) * Math.Sqrt((Share * (1 - Share) / n) + (Z * Z / (4 * n * n)));
        return (Count == 0 ? 0 : middle - half, Count == Total ? 1 : middle + half);
    }
}
