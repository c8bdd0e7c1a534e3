using Earmark.Cli.Pictures;

namespace Earmark.Tests.Cli.Pictures;

public sealed class RasterTests
{
    private static readonly (byte, byte, byte) White = (255, 255, 255);
    private static readonly (byte, byte, byte) Blue = (0x1F, 0x6F, 0xB4);

    [Fact]
    public void A_box_fills_its_pixels_and_no_other()
    {
        var picture = Draw(new Mark.Box(Ink.Color0, 2, 3, 4, 2));

        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                Assert.Equal(x is >= 2 and < 6 && y is 3 or 4 ? Blue : White, picture.At(x, y));
            }
        }
    }

    [Fact]
    public void Half_a_pixel_is_half_as_dark()
    {
        var (red, _, _) = Draw(new Mark.Box(Ink.Color0, 2.5, 3, 4, 2)).At(2, 3);

        Assert.Equal((255 + 0x1F) / 2.0, red, 1.0);
    }

    [Theory]
    [InlineData("Disc", true)]
    [InlineData("Ring", false)]
    [InlineData("Cross", true)]
    public void Shapes_differ_in_their_middle_and_all_reach_their_edge(string name, bool isFull)
    {
        var shape = Enum.Parse<DotShape>(name);
        var picture = Draw(new Mark.Dots(Ink.Color0, [(10.5, 10.5)], 6, shape));

        Assert.Equal(isFull ? Blue : White, picture.At(10, 10));
        Assert.NotEqual(White, shape == DotShape.Cross ? picture.At(14, 14) : picture.At(16, 10));
        Assert.Equal(White, picture.At(19, 10));
    }

    [Fact]
    public void A_line_is_as_wide_as_it_says_and_a_dashed_one_has_gaps()
    {
        var whole = Draw(new Mark.Line(Ink.Color0, [(2, 10), (18, 10)], 4));
        var dashed = Draw(new Mark.Line(Ink.Color0, [(2, 10), (18, 10)], 2) { Dash = 4 });

        Assert.Equal(
            [White, Blue, Blue, White], [whole.At(10, 6), whole.At(10, 8), whole.At(10, 11), whole.At(10, 13)]);
        Assert.Equal((Blue, White), (dashed.At(3, 10), dashed.At(8, 10)));
    }

    [Fact]
    public void What_reaches_beyond_the_sheet_is_cut_off()
    {
        var picture = Draw(
            new Mark.Line(Ink.Color0, [(-50, -50), (90, 90)], 3),
            new Mark.Box(Ink.Color1, -5, -5, 8, 8),
            new Mark.Cells(15, 15, 20, 20, new LevelGrid(1, 1, [255])),
            new Mark.Words(Ink.Black, -3, 2, "edge"));

        Assert.Equal(ColorMap.At(1), picture.At(19, 19));
    }

    [Fact]
    public void Upright_words_cover_the_same_turned_by_a_quarter()
    {
        var level = Draw(new Mark.Words(Ink.Black, 4, 12, "L"));
        var upright = Draw(new Mark.Words(Ink.Black, 12, 20 - 4, "L") { IsUpright = true });

        for (var y = 0; y < 20; y++)
        {
            for (var x = 0; x < 20; x++)
            {
                Assert.Equal(level.At(x, y), upright.At(y, 19 - x));
            }
        }
    }

    [Fact]
    public void Every_letter_of_english_and_of_charts_has_a_glyph()
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;!?-–—−+±×()/%&'’“”…";

        Assert.DoesNotContain(Letters, letter => !StrokeFont.Has(letter));
    }

    [Fact]
    public void Letters_stay_between_their_lines()
    {
        foreach (var letter in "AbgyQj|8,")
        {
            var points = StrokeFont.Strokes(new Mark.Words(Ink.Black, 0, 0, $"{letter}") { Size = 11.5 })
                .SelectMany(line => line).ToList();

            Assert.All(points, point => Assert.InRange(point.Y, -8, 2));
        }
    }

    [Theory]
    [InlineData("é", "e")]
    [InlineData("Ünï", "Uni")]
    public void Western_accents_are_left_out(string accented, string bare) => Assert.Equal(
        StrokeFont.Strokes(new Mark.Words(Ink.Black, 0, 0, bare)).SelectMany(line => line),
        StrokeFont.Strokes(new Mark.Words(Ink.Black, 0, 0, accented)).SelectMany(line => line));

    private static ReadPng Draw(params Mark[] marks) =>
        ReadPng.Of(Raster.ToPng(new Drawing("test", 20, 20, marks), scale: 1));
}
