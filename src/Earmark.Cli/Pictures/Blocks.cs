using System.Text;
using Earmark.Cli.Output;

namespace Earmark.Cli.Pictures;

/// <summary>Pictures out of letters, for terminals: half blocks in color, dots and bars without.</summary>
internal static class Blocks
{
    private const string Bars = " ▁▂▃▄▅▆▇█";
    private const char Escape = '\u001b';
    private const int BrailleStart = 0x2800;

    // Dots of a braille letter by column and row; Unicode standard, chapter 21.
    private static readonly int[,] BrailleDots = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } };

    /// <summary>Levels in color: two rows to a line, as the upper halves of letters and what is behind them.</summary>
    /// <param name="grid">With an even number of rows.</param>
    public static IEnumerable<string> InColor(LevelGrid grid, ColorDepth depth)
    {
        for (var row = 0; row + 1 < grid.Rows; row += 2)
        {
            var line = new StringBuilder();
            for (var column = 0; column < grid.Columns; column++)
            {
                var upper = grid.Levels[(row * grid.Columns) + column];
                var lower = grid.Levels[((row + 1) * grid.Columns) + column];
                line.Append(Color(38, upper, depth)).Append(Color(48, lower, depth)).Append('▀');
            }

            yield return line.Append(Escape).Append("[0m").ToString();
        }
    }

    /// <summary>Points as dots of braille letters, two to a letter across and four down.</summary>
    /// <param name="points">0 … 1 from the left and from the top.</param>
    public static IEnumerable<string> InDots(IEnumerable<(double X, double Y)> points, int columns, int lines)
    {
        var letters = new int[lines, columns];
        foreach (var (x, y) in points)
        {
            var across = Math.Clamp((int)(x * 2 * columns), 0, (2 * columns) - 1);
            var down = Math.Clamp((int)(y * 4 * lines), 0, (4 * lines) - 1);
            letters[down / 4, across / 2] |= BrailleDots[across % 2, down % 4];
        }

        for (var line = 0; line < lines; line++)
        {
            yield return string.Concat(Enumerable.Range(0, columns).Select(
                column => (char)(BrailleStart + letters[line, column])));
        }
    }

    /// <summary>Values as bars of eight heights, the greatest the highest; what is below 0 is not shown.</summary>
    /// <param name="width">Letters for each, of which the last is a gap where there are several.</param>
    public static string InBars(IReadOnlyList<double> values, int width = 1)
    {
        var most = Math.Max(values.DefaultIfEmpty(0).Max(), double.Epsilon);
        return string.Concat(values.Select(value => new string(
            Bars[value > 0 ? Math.Max(1, (int)Math.Round(value / most * (Bars.Length - 1))) : 0],
            Math.Max(1, width - 1)).PadRight(width))).TrimEnd();
    }

    private static string Color(int plane, byte level, ColorDepth depth)
    {
        var color = ColorMap.Palette.Slice(3 * level, 3);
        return depth == ColorDepth.Full
            ? $"{Escape}[{plane};2;{color[0]};{color[1]};{color[2]}m"
            : $"{Escape}[{plane};5;{16 + (36 * Sixth(color[0])) + (6 * Sixth(color[1])) + Sixth(color[2])}m";
    }

    /// <summary>The nearest of the six values that a channel has in the cube of the 256 colors.</summary>
    private static int Sixth(byte value) => value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;
}
