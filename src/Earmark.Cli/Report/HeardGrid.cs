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

    /// <summary>Pools cells by their maximum: a peak stays one however small the picture is.</summary>
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
        var (frameCount, binCount) = (end - first, profile.BinCount);
        (columns, rows) = (Math.Min(columns, frameCount), Math.Min(rows, binCount));
        var greatest = new float[rows * columns];
        Array.Fill(greatest, float.MinValue);
        var row = new float[binCount];
        for (var frame = 0; frame < frameCount; frame++)
        {
            contrast.Read(first + frame, row);
            var column = (int)((long)frame * columns / frameCount);
            for (var bin = 0; bin < binCount; bin++)
            {
                var at = ((rows - 1 - (bin * rows / binCount)) * columns) + column;
                greatest[at] = Math.Max(greatest[at], row[bin]);
            }
        }

        return new LevelGrid(columns, rows, Array.ConvertAll(greatest, ToLevel));

        byte ToLevel(float nats)
        {
            var share = Math.Clamp((nats - range.Low) / (range.High - range.Low), 0, 1);
            return (byte)(Math.Round(share * Shades) * (ColorMap.Count - 1) / Shades);
        }
    }
}
