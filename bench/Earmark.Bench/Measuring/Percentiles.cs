using System.Globalization;

namespace Earmark.Bench.Measuring;

/// <summary>The middle and the far ends of some values.</summary>
internal sealed class Percentiles
{
    private readonly double[] _sorted;

    /// <param name="values">In any order.</param>
    public Percentiles(IEnumerable<double> values) => _sorted = [.. values.Order()];

    public int Count => _sorted.Length;

    /// <summary>The value that this share of all do not exceed; NaN where there are none.</summary>
    public double At(double share) =>
        Count == 0 ? double.NaN : _sorted[Math.Clamp((int)Math.Ceiling(share * Count) - 1, 0, Count - 1)];

    /// <summary>p50 / p95 / p99 / max.</summary>
    public string Say(string format = "0.0") => string.Join(
        " / ", new[] { 0.5, 0.95, 0.99, 1 }.Select(share => At(share).ToString(format, CultureInfo.InvariantCulture)));
}
