using Earmark.Cli.Pictures;
using Earmark.Spectral;

namespace Earmark.Cli.Report;

/// <summary>What was heard of a stretch of a clip, as a picture of its contrast.</summary>
internal static class HeardGrid
{
    /// <summary>Nats above the local mean that have the first and the last color.</summary>
    public static readonly (double Low, double High) Range = (-1, 6);

    /// <summary>The same where hundreds of cells are one: the greatest of many is great.</summary>
    public static readonly (double Low, double High) CoarseRange = (1, 10);

    /// <summary>More than this nobody sees, and each costs bytes.</summary>
    private const int Shades = 48;

    /// <summary>Takes a stretch of seconds.</summary>
    /// <param name="columns">At most; fewer where there are fewer frames.</param>
    /// <param name="rows">At most; fewer where there are fewer bins.</param>
    public static LevelGrid Of(
        ContrastRecord contrast,
        FingerprintProfile profile,
        (double Start, double Stop) span,
        int columns,
        int rows,
        (double Low, double High) range)
    {
        var first = Math.Clamp((int)(span.Start / profile.FrameDuration), 0, Math.Max(0, contrast.FrameCount - 1));
        var end = Math.Clamp((int)Math.Ceiling(span.Stop / profile.FrameDuration), first + 1, contrast.FrameCount);
        var pooled = contrast.Pool(first, end, columns, rows);
        var levels = new byte[pooled.Cells.Length];
        foreach (var (index, nats) in pooled.Cells.Index())
        {
            // Frames become columns, and the lowest bin the last row.
            var (column, bin) = (index / pooled.BinCount, index % pooled.BinCount);
            levels[((pooled.BinCount - 1 - bin) * pooled.FrameCount) + column] = ToLevel(nats);
        }

        return new LevelGrid(pooled.FrameCount, pooled.BinCount, levels);

        byte ToLevel(float nats)
        {
            var share = Math.Clamp((nats - range.Low) / (range.High - range.Low), 0, 1);
            return (byte)(Math.Round(share * Shades) * (ColorMap.Count - 1) / Shades);
        }
    }
}
