namespace Earmark.Cli.Report;

/// <summary>A curve of a chart.</summary>
/// <param name="Points">From left to right; NaN where there is nothing.</param>
internal sealed record Curve(string Name, IReadOnlyList<Point> Points)
{
    /// <summary>Colors that the style sheet has; after them they come again, dashed.</summary>
    public const int ColorCount = 8;
}
