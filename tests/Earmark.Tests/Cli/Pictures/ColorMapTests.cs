using Earmark.Cli.Pictures;

namespace Earmark.Tests.Cli.Pictures;

public sealed class ColorMapTests
{
    [Fact]
    public void Lightness_rises_evenly_from_end_to_end()
    {
        var lightness = Enumerable.Range(0, 10).Select(step => Lightness(ColorMap.At(step / 9.0))).ToList();

        var steps = lightness.Zip(lightness.Skip(1), (low, high) => high - low).ToList();
        Assert.True(lightness[^1] - lightness[0] > 75, $"{lightness[0]:0.0} … {lightness[^1]:0.0}");
        Assert.All(steps, step => Assert.InRange(step, 6.5, 11));
    }

    [Fact]
    public void Who_cannot_tell_red_from_green_sees_lightness_rise_too()
    {
        for (var index = 1; index < ColorMap.Count; index += 5)
        {
            var (before, after) = (ColorMap.At((index - 1) / 255.0), ColorMap.At((index + 4) / 255.0));

            Assert.True(Lightness(AsDeuteranope(after)) > Lightness(AsDeuteranope(before)), $"at {index}");
        }
    }

    [Fact]
    public void The_palette_is_the_map_at_256_places()
    {
        Assert.Equal(3 * ColorMap.Count, ColorMap.Palette.Length);
        for (var index = 0; index < ColorMap.Count; index++)
        {
            var (red, green, blue) = ColorMap.At(index / 255.0);
            Assert.Equal([red, green, blue], ColorMap.Palette.Slice(3 * index, 3).ToArray());
        }
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(7, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    public void What_lies_beyond_the_ends_has_the_color_of_the_nearest(double level, double end) =>
        Assert.Equal(ColorMap.At(end), ColorMap.At(level));

    /// <summary>L* of CIE 1976, 0 … 100.</summary>
    private static double Lightness((byte Red, byte Green, byte Blue) color)
    {
        var luminance = (0.2126 * Linear(color.Red)) + (0.7152 * Linear(color.Green)) + (0.0722 * Linear(color.Blue));
        return luminance > 0.008856 ? (116 * Math.Cbrt(luminance)) - 16 : 903.3 * luminance;
    }

    /// <summary>What is left to who lacks the receptors for green; Viénot, Brettel and Mollon 1999.</summary>
    private static (byte Red, byte Green, byte Blue) AsDeuteranope((byte Red, byte Green, byte Blue) color)
    {
        var (red, green, blue) = (Linear(color.Red), Linear(color.Green), Linear(color.Blue));
        var both = (0.29275 * red) + (0.70725 * green);
        return (Byte(both), Byte(both), Byte((-0.02234 * red) + (0.02234 * green) + blue));
    }

    private static double Linear(byte value)
    {
        var share = value / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    private static byte Byte(double linear)
    {
        var share = linear <= 0.0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055;
        return (byte)Math.Round(255 * Math.Clamp(share, 0, 1));
    }
}
