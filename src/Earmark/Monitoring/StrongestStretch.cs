namespace Earmark.Monitoring;

/// <summary>Where in a row of numbers the largest sum lies.</summary>
/// <remarks>Source: J. Bentley, "Programming Pearls: Algorithm Design Techniques", CACM 27 (1984).</remarks>
internal static class StrongestStretch
{
    /// <summary>Returns the first and the last index of the stretch with the largest sum.</summary>
    /// <param name="values">At least one.</param>
    public static (int First, int Last) Of(IReadOnlyList<double> values)
    {
        var (best, bestFirst, bestLast, sum, first) = (double.NegativeInfinity, 0, 0, 0.0, 0);
        for (var i = 0; i < values.Count; i++)
        {
            (sum, first) = sum > 0 ? (sum + values[i], first) : (values[i], i);
            if (sum > best)
            {
                (best, bestFirst, bestLast) = (sum, first, i);
            }
        }

        return (bestFirst, bestLast);
    }
}
