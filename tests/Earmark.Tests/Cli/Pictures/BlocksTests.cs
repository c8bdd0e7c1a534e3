using Earmark.Cli.Output;
using Earmark.Cli.Pictures;

namespace Earmark.Tests.Cli.Pictures;

public sealed class BlocksTests
{
    [Fact]
    public void Two_rows_are_one_line_of_half_blocks()
    {
        var (low, high) = (ColorMap.At(0), ColorMap.At(1));

        var line = Assert.Single(Blocks.InColor(new LevelGrid(1, 2, [255, 0]), ColorDepth.Full));

        Assert.Equal(
            $"\u001b[38;2;{high.Red};{high.Green};{high.Blue}m\u001b[48;2;{low.Red};{low.Green};{low.Blue}m▀\u001b[0m",
            line);
    }

    [Fact]
    public void Few_colors_are_those_of_the_cube()
    {
        var line = Assert.Single(Blocks.InColor(new LevelGrid(1, 2, [255, 0]), ColorDepth.Palette));

        // Yellow fee838 is 5, 4, 1 of the cube; blue 00224e is 0, 0, 1.
        Assert.Equal("\u001b[38;5;221m\u001b[48;5;17m▀\u001b[0m", line);
    }

    [Fact]
    public void Dots_lie_where_their_points_are() =>
        Assert.Equal(["⠁⠀", "⠀⢀"], Blocks.InDots([(0, 0), (0.99, 0.99)], columns: 2, lines: 2));

    [Fact]
    public void Wide_bars_have_gaps() => Assert.Equal("███     ▄▄▄", Blocks.InBars([2, 0, 1], width: 4));

    [Fact]
    public void Bars_are_as_high_as_their_values() =>
        Assert.Equal("  ▁▄█", Blocks.InBars([-1, 0, 0.01, 4, 8]));

    [Theory]
    [InlineData("xterm-256color", null, null, null, 1)]
    [InlineData("xterm-256color", "truecolor", null, null, 2)]
    [InlineData("xterm-256color", "truecolor", "1", null, 0)]
    [InlineData("xterm-256color", "truecolor", "", null, 2)]
    [InlineData("dumb", "truecolor", null, null, 0)]
    [InlineData("vt100", null, null, null, 0)]
    [InlineData(null, null, null, "some-session", 2)]
    [InlineData(null, null, null, null, 0)]
    public void A_terminal_gets_the_colors_it_says_it_has(
        string? term, string? colorTerm, string? noColor, string? windows, int depth)
    {
        string? Variable(string name) => name switch
        {
            "TERM" => term,
            "COLORTERM" => colorTerm,
            "NO_COLOR" => noColor,
            "WT_SESSION" => windows,
            _ => null,
        };

        Assert.Equal((ColorDepth)depth, Screen.ColorsOf(Variable));
    }
}
