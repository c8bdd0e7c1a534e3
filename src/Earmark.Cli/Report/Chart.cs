using System.Globalization;
using System.Text;

namespace Earmark.Cli.Report;

/// <summary>A chart of curves as inline SVG. The page's style sheet has the colors, by the curve's number.</summary>
/// <param name="Title">Said to those who do not see it.</param>
/// <param name="Ticks">Places on the horizontal axis, ascending, from its one end to the other.</param>
internal sealed record Chart(string Title, string XLabel, string YLabel, IReadOnlyList<Tick> Ticks)
{
    private const double Width = 560;
    private const double Height = 320;
    private const double Left = 46;
    private const double Right = 136;
    private const double Top = 14;
    private const double Bottom = 46;
    private const double LabelHeight = 15;

    /// <summary>The curves; y is 0 … <see cref="Highest"/>.</summary>
    public IReadOnlyList<Curve> Curves { get; init; } = [];

    /// <summary>The upper end of the vertical axis, a share.</summary>
    public double Highest { get; init; } = 1;

    /// <summary>Whether to draw the line from corner to corner, where what is said is what is.</summary>
    public bool HasDiagonal { get; init; }

    /// <summary>The whole element.</summary>
    public string ToSvg()
    {
        var svg = new StringBuilder();
        svg.Append(Inv($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" "));
        svg.Append(Inv($"aria-label=\"{Html.Text(Title)}\">\n"));
        AppendAxes(svg);
        if (HasDiagonal)
        {
            svg.Append(Inv($"<path class=\"ideal\" d=\"M{Left} {Y(0)}L{Width - Right} {Y(Highest):0.#}\"/>\n"));
        }

        foreach (var (index, curve) in Curves.Index())
        {
            Append(svg, curve, index);
        }

        AppendNames(svg);
        return svg.Append("</svg>\n").ToString();
    }

    private void AppendAxes(StringBuilder svg)
    {
        for (var i = 0; i <= 4; i++)
        {
            var value = Highest * i / 4;
            var text = (100 * value).ToString("0.##", CultureInfo.InvariantCulture);
            svg.Append(Inv($"<path class=\"grid\" d=\"M{Left} {Y(value):0.#}H{Width - Right}\"/>"));
            svg.Append(Inv($"<text x=\"{Left - 8}\" y=\"{Y(value) + 4:0.#}\" text-anchor=\"end\">{text}</text>\n"));
        }

        foreach (var tick in Ticks)
        {
            svg.Append(Inv($"<path class=\"tick\" d=\"M{X(tick.Value):0.#} {Y(0):0.#}v5\"/>"));
            svg.Append(Inv($"<text x=\"{X(tick.Value):0.#}\" y=\"{Y(0) + 19:0.#}\" text-anchor=\"middle\">"));
            svg.Append(Html.Text(tick.Text)).Append("</text>\n");
        }

        svg.Append(Inv($"<text class=\"axis\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" "));
        svg.Append("text-anchor=\"middle\">").Append(Html.Text(XLabel)).Append("</text>\n");
        svg.Append(Inv($"<text class=\"axis\" transform=\"translate(12 {(Top + Height - Bottom) / 2}) rotate(-90)\" "));
        svg.Append("text-anchor=\"middle\">").Append(Html.Text(YLabel)).Append("</text>\n");
    }

    private void Append(StringBuilder svg, Curve curve, int index)
    {
        var points = curve.Points.Where(point => !double.IsNaN(point.Y)).ToList();
        var path = string.Join('L', points.Select(point => Inv($"{X(point.X):0.#} {Y(point.Y):0.#}")));
        var dashes = index >= Curve.ColorCount ? " dashed" : "";
        svg.Append(Inv($"<g class=\"curve c{index % Curve.ColorCount}{dashes}\">"));
        if (points.Count > 1)
        {
            svg.Append(Inv($"<path d=\"M{path}\"/>"));
        }

        foreach (var point in points)
        {
            svg.Append(Inv($"<circle cx=\"{X(point.X):0.#}\" cy=\"{Y(point.Y):0.#}\" r=\"3.6\"><title>"));
            svg.Append(Html.Text($"{curve.Name}, {point.Note}")).Append("</title></circle>");
        }

        svg.Append("</g>\n");
    }

    /// <summary>The names at the ends of the curves, moved apart where they would lie on one another.</summary>
    private void AppendNames(StringBuilder svg)
    {
        var ends = Curves.Index()
            .Where(curve => curve.Item.Points.Any(point => !double.IsNaN(point.Y)))
            .Select(curve => (curve.Index, curve.Item.Name, Y: Y(curve.Item.Points.Last(p => !double.IsNaN(p.Y)).Y)))
            .OrderBy(end => end.Y)
            .ThenBy(end => end.Index)
            .ToList();
        var places = ends.Select(end => end.Y).ToArray();
        for (var i = 1; i < places.Length; i++)
        {
            places[i] = Math.Max(places[i], places[i - 1] + LabelHeight);
        }

        for (var i = places.Length - 1; i >= 0; i--)
        {
            var lowest = Height - Bottom - (LabelHeight * (places.Length - 1 - i));
            places[i] = Math.Min(places[i], lowest);
        }

        foreach (var (end, y) in ends.Zip(places))
        {
            svg.Append(Inv($"<text class=\"name c{end.Index % Curve.ColorCount}\" "));
            svg.Append(Inv($"x=\"{Width - Right + 10}\" y=\"{y + 4:0.#}\">"));
            svg.Append(Html.Text(end.Name)).Append("</text>\n");
        }
    }

    private double X(double value)
    {
        var (first, last) = (Ticks[0].Value, Ticks[^1].Value);
        var span = last > first ? last - first : 1;
        return Left + ((value - first) / span * (Width - Left - Right));
    }

    private double Y(double value) => Height - Bottom - (Math.Min(value, Highest) / Highest * (Height - Top - Bottom));

    private static string Inv(FormattableString text) => FormattableString.Invariant(text);
}
