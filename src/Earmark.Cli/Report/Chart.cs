using Earmark.Cli.Pictures;

namespace Earmark.Cli.Report;

/// <summary>A chart: two axes with their units, and layers of data; as a drawing, which becomes SVG or PNG.</summary>
/// <param name="Title">Said to those who do not see it.</param>
internal sealed record Chart(string Title, Axis XAxis, Axis YAxis)
{
    private const double LetterWidth = 7.2;
    private const double LegendHeight = 18;
    private const double Top = 14;
    private const double Bottom = 46;

    /// <summary>Size of the whole, in pixels.</summary>
    public double Width { get; init; } = 560;

    /// <inheritdoc cref="Width"/>
    public double Height { get; init; } = 320;

    /// <summary>Room to the right of the plot: for the names of curves, or for half a tick's text.</summary>
    public double Right { get; init; } = 136;

    /// <summary>More room above the plot, for words there.</summary>
    public double TopRoom { get; init; }

    /// <summary>Whether the grid lies under the data; not where cells fill the plot.</summary>
    public bool HasGrid { get; init; } = true;

    /// <summary>What its dots mean, above the plot.</summary>
    public IReadOnlyList<Key> Legend { get; init; } = [];

    /// <summary>What it shows, the first at the bottom.</summary>
    public IReadOnlyList<Layer> Layers { get; init; } = [];

    /// <summary>All of its marks.</summary>
    public Drawing Draw()
    {
        var left = 34 + (LetterWidth * YAxis.Ticks.Max(tick => tick.Text.Length));
        var keys = PlaceKeys();
        var top = Top + TopRoom + (keys.Count > 0 ? keys[^1].Y + LegendHeight - 8 : 0);
        var plot = new Plot(XAxis, YAxis, left, top, Width - left - Right, Height - top - Bottom);
        return new Drawing(
            Title,
            Width,
            Height,
            [.. Axes(plot), .. keys.SelectMany(Draw), .. Layers.SelectMany(layer => layer.Draw(plot))]);
    }

    /// <summary>The keys of the legend side by side, in as many rows as they need.</summary>
    private List<(Key Key, double X, double Y)> PlaceKeys()
    {
        const double Margin = 26;
        var placed = new List<(Key, double, double)>();
        var (x, y) = (Margin, 8.0);
        foreach (var key in Legend)
        {
            var length = 14 + (LetterWidth * key.Text.Length);
            if (x > Margin && x + length > Width)
            {
                (x, y) = (Margin, y + LegendHeight);
            }

            placed.Add((key, x, y));
            x += length + 16;
        }

        return placed;
    }

    private static IEnumerable<Mark> Draw((Key Key, double X, double Y) placed) =>
    [
        new Mark.Dots(placed.Key.Ink, [(placed.X, placed.Y)], 3.6, placed.Key.Shape),
        new Mark.Words(Ink.Soft, placed.X + 10, placed.Y + 4, placed.Key.Text),
    ];

    /// <summary>As an element of a page.</summary>
    public string ToSvg() => Svg.Inline(Draw());

    private IEnumerable<Mark> Axes(Plot plot)
    {
        foreach (var tick in YAxis.Ticks)
        {
            var y = plot.Y(tick.Value);
            yield return new Mark.Line(Ink.Line, [(HasGrid ? plot.Right : plot.Left - 4, y), (plot.Left, y)]);
            yield return new Mark.Words(Ink.Soft, plot.Left - 8, y + 4, tick.Text, Anchor.End);
        }

        var written = double.MinValue;
        foreach (var tick in XAxis.Ticks)
        {
            var x = plot.X(tick.Value);
            yield return new Mark.Line(Ink.Soft, [(x, plot.Bottom), (x, plot.Bottom + 5)]);

            // Where there is no room between two, the mark alone remains.
            var reach = LetterWidth * tick.Text.Length / 2;
            if (x - reach > written + LetterWidth)
            {
                yield return new Mark.Words(Ink.Soft, x, plot.Bottom + 19, tick.Text, Anchor.Middle);
                written = x + reach;
            }
        }

        var (middle, side) = ((plot.Left + plot.Right) / 2, (plot.Top + plot.Bottom) / 2);
        yield return new Mark.Words(Ink.Soft, middle, Height - 8, XAxis.Label, Anchor.Middle);
        if (YAxis.Label.Length > 0)
        {
            yield return new Mark.Words(Ink.Soft, 12, side, YAxis.Label, Anchor.Middle) { IsUpright = true };
        }
    }
}
