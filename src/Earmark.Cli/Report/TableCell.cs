namespace Earmark.Cli.Report;

/// <summary>A cell of a table.</summary>
/// <param name="Share">0 … 1 to shade the cell by; null for none.</param>
internal readonly record struct TableCell(string Text, double? Share = null)
{
    /// <summary>A cell that is not shaded.</summary>
    public static implicit operator TableCell(string text) => new(text);
}
