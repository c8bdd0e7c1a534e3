namespace Earmark.Cli.Report;

/// <summary>A step of the lab on its page.</summary>
/// <param name="Heading">What it does.</param>
/// <param name="Says">What happens and why, paragraph by paragraph.</param>
internal sealed record LabStep(string Heading, IReadOnlyList<string> Says, IReadOnlyList<Figure> Figures)
{
    /// <summary>As a part of the page.</summary>
    public string ToHtml() =>
        $"<div class=\"step\">\n<h2>{Html.Text(Heading)}</h2>\n" +
        string.Concat(Says.Select(paragraph => $"<p>{Html.Text(paragraph)}</p>\n")) +
        $"</div>\n{string.Concat(Figures.Select(figure => figure.ToHtml()))}";
}
