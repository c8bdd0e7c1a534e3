using System.Globalization;

namespace Earmark.Cli.Report;

/// <summary>An axis of a chart: from its first tick to its last, unless its ends are given.</summary>
/// <param name="Label">What is measured, with its unit.</param>
/// <param name="Ticks">Places that are marked, ascending.</param>
internal sealed record Axis(string Label, IReadOnlyList<Tick> Ticks)
{
    /// <summary>The value at its beginning.</summary>
    public double Low { get; init; } = Ticks[0].Value;

    /// <summary>The value at its end; where there is one tick alone, beyond it.</summary>
    public double High { get; init; } = Ticks[^1].Value > Ticks[0].Value ? Ticks[^1].Value : Ticks[0].Value + 1;

    /// <summary>Shares from 0 to 1, said in per cent.</summary>
    public static Axis Shares(string label) => new(
        label, [.. Enumerable.Range(0, 5).Select(i => new Tick(i / 4.0, $"{25 * i}"))]);

    /// <summary>An axis from a value to another, marked at round places.</summary>
    /// <remarks>Source: P. Heckbert, "Nice numbers for graph labels", in Graphics Gems, 1990.</remarks>
    /// <param name="count">About how many ticks there should be.</param>
    /// <param name="write">How a value is said; null for its digits.</param>
    public static Axis Of(string label, double low, double high, int count = 5, Func<double, string>? write = null)
    {
        high = high > low ? high : low + 1;
        var raw = (high - low) / count;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * (raw / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        var ticks = new List<Tick>();
        for (var index = Math.Ceiling((low / step) - 1e-9); index * step <= high + (1e-9 * step); index++)
        {
            var value = index * step;
            ticks.Add(new Tick(value, write is null ? Number(value) : write(value)));
        }

        return new Axis(label, ticks) { Low = low, High = high };
    }

    /// <summary>A value in as few digits as it needs.</summary>
    public static string Number(double value) =>
        (Math.Round(value, 9) + 0.0).ToString("0.######", CultureInfo.InvariantCulture).Replace('-', '−');
}
