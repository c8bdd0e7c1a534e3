using System.Globalization;
using System.Text.RegularExpressions;
using Earmark.Tests.House;

namespace Earmark.Tests.Server;

/// <summary>The page's colors can be told apart by those who see less (WCAG 2.2, 1.4.3 and 1.4.11).</summary>
public sealed partial class ContrastTests
{
    [Theory]
    [InlineData("ink", "paper", 4.5)]
    [InlineData("ink", "card", 4.5)]
    [InlineData("ink", "accent-wash", 4.5)]
    [InlineData("soft", "paper", 4.5)]
    [InlineData("soft", "card", 4.5)]
    [InlineData("accent", "card", 4.5)]
    [InlineData("accent-ink", "accent", 4.5)]
    [InlineData("good", "card", 4.5)]
    [InlineData("warn", "card", 4.5)]
    [InlineData("for", "paper", 3)]
    [InlineData("against", "paper", 3)]
    [InlineData("edge", "card", 3)]
    [InlineData("edge", "paper", 3)]
    public void Each_color_stands_out_from_what_it_lies_on_in_both_themes(string front, string back, double least)
    {
        var css = Repository.Read("src/Earmark.Server/wwwroot/earmark.css");
        var light = ColorsOf(css[..css.IndexOf("@media (prefers-color-scheme", StringComparison.Ordinal)]);
        var dark = ColorsOf(css[css.IndexOf("@media (prefers-color-scheme", StringComparison.Ordinal)..]);

        Assert.InRange(Contrast(light[front], light[back]), least, 21);
        Assert.InRange(Contrast(dark[front], dark[back]), least, 21);
    }

    private static Dictionary<string, int> ColorsOf(string css) => Color().Matches(css).ToDictionary(
        color => color.Groups[1].Value, color => int.Parse(color.Groups[2].Value, NumberStyles.HexNumber));

    private static double Contrast(int one, int other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(int color) =>
        (0.2126 * Linear(color >> 16)) + (0.7152 * Linear(color >> 8)) + (0.0722 * Linear(color));

    private static double Linear(int value)
    {
        var share = (value & 0xFF) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex("--([a-z-]+): #([0-9a-f]{6});")]
    private static partial Regex Color();
}
