using System.Globalization;
using System.Text;
using Earmark.Cli.Report;

namespace Earmark.Cli.Pictures;

/// <summary>Drawings as SVG, well-formed: in a page, whose style sheet has the inks, or as a file of its own.</summary>
internal static class Svg
{
    private const string Font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

    /// <summary>An element for a page.</summary>
    public static string Inline(Drawing drawing) => Element(drawing, "", "");

    /// <summary>A whole file, in the colors of paper.</summary>
    public static string File(Drawing drawing)
    {
        var rules = Enum.GetValues<Ink>().Select(ink => $".{Inks.Name(ink)}{{color:#{Inks.Rgb(ink):x6}}}");
        var size = Inv($" xmlns=\"http://www.w3.org/2000/svg\" width=\"{drawing.Width}\" height=\"{drawing.Height}\"");
        var style = $"svg{{background:#fff;font-family:{Font}}}{string.Concat(rules)}";
        return Element(drawing, size, $"<style>{style}</style>\n");
    }

    private static string Element(Drawing drawing, string attributes, string style)
    {
        var svg = new StringBuilder();
        svg.Append(Inv($"<svg{attributes} viewBox=\"0 0 {drawing.Width:0.#} {drawing.Height:0.#}\" role=\"img\" "));
        svg.Append($"aria-label=\"{Html.Text(drawing.Title)}\">\n{style}");
        foreach (var mark in drawing.Marks)
        {
            svg.Append(Of(mark)).Append('\n');
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Of(Mark mark)
    {
        var opacity = mark.Opacity < 1 ? Inv($" opacity=\"{mark.Opacity:0.##}\"") : "";
        var common = $"class=\"{Inks.Name(mark.Ink)}\"{opacity}";
        var (name, attributes, content) = mark switch
        {
            Mark.Line line => ("path", Of(line), ""),
            Mark.Box box => (
                "rect",
                Inv($"x=\"{box.X:0.##}\" y=\"{box.Y:0.##}\" width=\"{box.Width:0.##}\" height=\"{box.Height:0.##}\" ") +
                "fill=\"currentColor\"",
                ""),
            Mark.Dots dots => ("path", Of(dots), ""),
            Mark.Words words => ("text", Of(words), Html.Text(words.Text)),
            Mark.Cells cells => (
                "image",
                Inv($"x=\"{cells.X:0.#}\" y=\"{cells.Y:0.#}\" width=\"{cells.Width:0.#}\" ") +
                Inv($"height=\"{cells.Height:0.#}\" preserveAspectRatio=\"none\" ") +
                $"href=\"data:image/png;base64,{Convert.ToBase64String(cells.Grid.ToPng())}\"",
                ""),
            _ => throw new ArgumentException($"There is no mark {mark.GetType().Name}.", nameof(mark)),
        };
        content += mark.Note is { } note ? $"<title>{Html.Text(note)}</title>" : "";
        return $"<{name} {common} {attributes}" + (content.Length > 0 ? $">{content}</{name}>" : "/>");
    }

    private static string Of(Mark.Line line)
    {
        var points = string.Join('L', line.Points.Select(point => Inv($"{point.X:0.#} {point.Y:0.#}")));
        var dash = line.Dash > 0 ? Inv($" stroke-dasharray=\"{line.Dash:0.#}\"") : "";
        return Inv($"fill=\"none\" stroke=\"currentColor\" stroke-width=\"{line.Width:0.##}\" stroke-linecap=\"") +
            $"{(line.Dash > 0 ? "butt" : "round")}\" stroke-linejoin=\"round\"{dash} d=\"M{points}\"";
    }

    private static string Of(Mark.Dots dots)
    {
        var (r, across) = (dots.Radius, 2 * dots.Radius);
        var path = string.Concat(dots.Points.Select(point => dots.Shape switch
        {
            DotShape.Disc => Inv($"M{point.X:0.#} {point.Y:0.#}h0"),
            DotShape.Ring => Inv($"M{point.X - r:0.#} {point.Y:0.#}a{r:0.#} {r:0.#} 0 1 0 {across:0.#} 0") +
                Inv($"a{r:0.#} {r:0.#} 0 1 0 {-across:0.#} 0"),
            _ => Inv($"M{point.X - r:0.#} {point.Y - r:0.#}l{across:0.#} {across:0.#}") +
                Inv($"m0 {-across:0.#}l{-across:0.#} {across:0.#}"),
        }));
        var width = dots.Shape == DotShape.Disc ? across : Raster.OutlineWidth;
        return Inv($"fill=\"none\" stroke=\"currentColor\" stroke-width=\"{width:0.##}\" stroke-linecap=\"round\" ") +
            $"d=\"{path}\"";
    }

    private static string Of(Mark.Words words)
    {
        var place = words.IsUpright
            ? Inv($"transform=\"translate({words.X:0.#} {words.Y:0.#}) rotate(-90)\"")
            : Inv($"x=\"{words.X:0.#}\" y=\"{words.Y:0.#}\"");
        var anchor = words.Anchor switch { Anchor.Middle => "middle", Anchor.End => "end", _ => "start" };
        return $"{place} fill=\"currentColor\" text-anchor=\"{anchor}\" font-size=\"" +
            words.Size.ToString("0.#", CultureInfo.InvariantCulture) + "\"" +
            (words.IsBold ? " font-weight=\"600\"" : "");
    }

    private static string Inv(FormattableString text) => FormattableString.Invariant(text);
}
