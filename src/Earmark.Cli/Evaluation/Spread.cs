namespace Earmark.Cli.Evaluation;

/// <summary>The middle and the far end of some values.</summary>
/// <param name="Median">NaN where there are none.</param>
/// <param name="NineInTen">What nine in ten do not exceed.</param>
internal readonly record struct Spread(double Median, double NineInTen)
{
    /// <summary>Of values in any order; between two, linear.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Spread(Quantile(sorted, 0.5), Quantile(sorted, 0.9));
    }

    private static double Quantile(double[] sorted, double share)
    {
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        var position = share * (sorted.Length - 1);
        var index = Math.Min((int)position, sorted.Length - 1);
        var next = Math.Min(index + 1, sorted.Length - 1);
        return sorted[index] + ((position - index) * (sorted[next] - sorted[index]));
    }
}
