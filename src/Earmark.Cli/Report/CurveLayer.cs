using Earmark.Cli.Pictures;

namespace Earmark.Cli.Report;

/// <summary>Curves with their names at their ends, which lie to the right of the plot.</summary>
internal sealed record CurveLayer(IReadOnlyList<Curve> Curves) : Layer
{
    private const double LabelHeight = 15;
    private const double DotRadius = 3.2;

    /// <inheritdoc/>
    public override IEnumerable<Mark> Draw(Plot plot)
    {
        var drawn = Curves.Index()
            .Select(curve => (Ink: InkOf(curve.Index), IsDashed: curve.Index >= Curve.ColorCount, curve.Item))
            .Where(curve => curve.Item.Points.Any(point => !double.IsNaN(point.Y)))
            .ToList();
        return drawn.SelectMany(curve => Draw(plot, curve.Item, curve.Ink, curve.IsDashed)).Concat(Names(plot, drawn));
    }

    private static IEnumerable<Mark> Draw(Plot plot, Curve curve, Ink ink, bool isDashed)
    {
        var points = curve.Points.Where(point => !double.IsNaN(point.Y)).ToList();
        if (points.Count > 1)
        {
            yield return new Mark.Line(ink, [.. points.Select(point => plot.At(point.X, point.Y))], 2.2)
            {
                Dash = isDashed ? 5 : 0,
            };
        }

        foreach (var point in points)
        {
            yield return new Mark.Dots(ink, [plot.At(point.X, point.Y)], DotRadius)
            {
                Note = $"{curve.Name}, {point.Note}",
            };
        }
    }

    /// <summary>The names, moved apart where they would lie on one another.</summary>
    private static IEnumerable<Mark> Names(Plot plot, IEnumerable<(Ink Ink, bool IsDashed, Curve Curve)> curves)
    {
        var ends = curves
            .Select(curve => (
                curve.Ink, curve.Curve.Name, Y: plot.Y(curve.Curve.Points.Last(point => !double.IsNaN(point.Y)).Y)))
            .OrderBy(end => end.Y)
            .ThenBy(end => end.Ink)
            .ToList();
        var places = ends.ConvertAll(end => end.Y);
        for (var i = 1; i < places.Count; i++)
        {
            places[i] = Math.Max(places[i], places[i - 1] + LabelHeight);
        }

        for (var i = places.Count - 1; i >= 0; i--)
        {
            places[i] = Math.Min(places[i], plot.Bottom - (LabelHeight * (places.Count - 1 - i)));
        }

        return ends.Zip(places, (end, y) =>
            new Mark.Words(end.Ink, plot.Right + 10, y + 4, end.Name) { IsBold = true });
    }

    private static Ink InkOf(int index) => Ink.Color0 + (index % Curve.ColorCount);
}
