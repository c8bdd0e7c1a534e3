namespace Earmark.Cli.Pictures;

/// <summary>Colors for levels, from dark blue over gray to yellow.</summary>
/// <remarks>
/// <para>
/// Lightness rises evenly from end to end, so that equal steps of a level look equal, also in print without color; and
/// blue and yellow are told apart by nearly everybody, those who confuse red and green among them.
/// </para>
/// <para>
/// Source: cividis of J. R. Nuñez, C. R. Anderton and R. S. Renslow, "Optimizing colormaps with consideration for color
/// vision deficiency to enable accurate interpretation of scientific data", PLoS ONE 13(7), 2018; ten of its colors at
/// equal distances, and straight lines between them.
/// </para>
/// </remarks>
internal static class ColorMap
{
    /// <summary>Colors of <see cref="Palette"/>.</summary>
    public const int Count = 256;

    private static readonly uint[] Stops =
    [
        0x00224E, 0x123570, 0x3B496C, 0x575D6D, 0x707173, 0x8A8678, 0xA59C74, 0xC3B369, 0xE1CC55, 0xFEE838,
    ];

    private static readonly byte[] Colors =
    [
        .. Enumerable.Range(0, Count).Select(index => At(index / (Count - 1.0)))
            .SelectMany(color => new[] { color.Red, color.Green, color.Blue }),
    ];

    /// <summary>The whole map, darkest first. Shape [256, 3]: red, green, blue.</summary>
    public static ReadOnlySpan<byte> Palette => Colors;

    /// <summary>The color of a level; what lies beyond the ends, or is no number, has that of the nearest.</summary>
    /// <param name="share">0, darkest, to 1, lightest.</param>
    public static (byte Red, byte Green, byte Blue) At(double share)
    {
        var place = (share > 0 ? Math.Min(share, 1) : 0) * (Stops.Length - 1);
        var first = Math.Min((int)place, Stops.Length - 2);
        var (low, high, part) = (Stops[first], Stops[first + 1], place - first);
        return (Between(16), Between(8), Between(0));

        byte Between(int shift)
        {
            var (from, to) = ((low >> shift) & 0xFF, (high >> shift) & 0xFF);
            return (byte)Math.Round(from + (part * ((double)to - from)));
        }
    }
}
