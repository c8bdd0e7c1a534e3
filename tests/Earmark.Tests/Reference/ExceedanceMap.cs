namespace Earmark.Tests.Reference;

/// <summary>How each cell ranks among its surroundings, cell by cell.</summary>
internal static class ExceedanceMap
{
    /// <summary>Levels of a recording. Shape of both [frames][bins of the band].</summary>
    public static int[][] Levels(float[][] contrast)
    {
        var strengths = contrast.Select(row => row.Select(Strength).ToArray()).ToArray();
        var cells = Map(strengths, (frame, bin) => Around(strengths, frame, 0, 1, bin, 0, 1).Max());
        var leveled = Map(strengths, (frame, bin) =>
            Math.Clamp(strengths[frame][bin] - (strengths.Sum(row => row[bin]) / strengths.Length) + 64, 0, 255));
        var own = Map(leveled, (frame, bin) => Around(leveled, frame, 0, 1, bin, 0, 1).Max());
        return Map(cells, (frame, bin) =>
        {
            var overTime = Probability(cells[frame][bin], Around(cells, frame, 7, 30, bin, 0, 0));
            var overBins = Probability(cells[frame][bin], Around(cells, frame, 0, 0, bin, 5, 40));
            var overOwn = Probability(own[frame][bin], Around(own, frame, 0, 0, bin, 5, 40));
            return Earmark.Spectral.ExceedanceMap.LevelOf(Math.Max(overTime, Math.Min(overBins, overOwn)));
        });
    }

    /// <summary>Sixteenths of a nat above −4, and quarters above 8, as far as a byte goes.</summary>
    private static int Strength(float contrast) =>
        (int)Math.Floor(Math.Clamp(contrast < 8 ? (contrast + 4) * 16 : 192 + ((contrast - 8) * 4), 0, 255));

    private static double Probability(int cell, IEnumerable<int> others) =>
        (others.Count(other => other >= cell) + 0.5) / (others.Count() + 1);

    /// <summary>Cells whose distance from one is within the limits given, both in time and in frequency.</summary>
    private static List<int> Around(
        int[][] cells, int frame, int leastFrames, int mostFrames, int bin, int leastBins, int mostBins)
    {
        var around = new List<int>();
        for (var f = Math.Max(0, frame - mostFrames); f <= Math.Min(cells.Length - 1, frame + mostFrames); f++)
        {
            for (var b = Math.Max(0, bin - mostBins); b <= Math.Min(cells[f].Length - 1, bin + mostBins); b++)
            {
                if (Math.Abs(f - frame) >= leastFrames && Math.Abs(b - bin) >= leastBins)
                {
                    around.Add(cells[f][b]);
                }
            }
        }

        return around;
    }

    private static int[][] Map(int[][] cells, Func<int, int, int> value) =>
        [.. cells.Select((row, frame) => row.Select((_, bin) => value(frame, bin)).ToArray())];
}
