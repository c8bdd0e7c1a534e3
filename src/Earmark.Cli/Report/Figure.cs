using Earmark.Cli.Pictures;

namespace Earmark.Cli.Report;

/// <summary>A picture with what there is to see in it.</summary>
/// <param name="Name">Of its files, without an ending.</param>
/// <param name="Says">What is seen and why, in a sentence or two.</param>
/// <param name="Chart">Makes it, in a size that the paper or the screen has.</param>
/// <param name="Table">The numbers behind it, as HTML; null for none.</param>
internal sealed record Figure(
    string Name, string Heading, string Says, Func<FigureSize, Chart> Chart, string? Table = null)
{
    /// <summary>As a part of a page: in two widths, of which the style sheet shows the one that fits.</summary>
    public string ToHtml()
    {
        var wide = Svg.Inline(Chart(FigureSize.Wide).Draw());
        var narrow = Svg.Inline(Chart(FigureSize.Narrow).Draw());
        return Html.Figure(
            Heading, Says, $"<div class=\"at-desk\">{wide}</div>\n<div class=\"in-hand\">{narrow}</div>\n", Table);
    }
}
