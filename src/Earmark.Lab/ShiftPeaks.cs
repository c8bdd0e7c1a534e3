namespace Earmark.Lab;

/// <summary>
/// The peaks that the lab's text asks for: cells larger than all around them in frequency and time, and of those the
/// largest, as many a second as were asked for.
/// </summary>
/// <remarks>
/// "Around" is what shifting the whole spectrogram by up to 4 cells along both axes brings over a cell, and the shifts
/// are circular: beyond the last segment comes the first, beyond the highest frequency the lowest.
/// </remarks>
public static class ShiftPeaks
{
    /// <summary>Cells in each direction.</summary>
    public const int Radius = 4;

    /// <summary>Picks them.</summary>
    /// <param name="rate">Peaks a second, over the time up to the middle of the last segment. Those that are as large
    /// as the last of them stay, too; zeros never do.</param>
    public static PeakMap Pick(LabSpectrogram spectrogram, double rate)
    {
        ArgumentNullException.ThrowIfNull(spectrogram);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        var power = spectrogram.Power;
        var cells = new bool[power.Length];
        var sizes = new List<double>();
        for (var i = 0; i < power.Length; i++)
        {
            if (power[i] > 0 && IsLargest(power, i))
            {
                cells[i] = true;
                sizes.Add(power[i]);
            }
        }

        var wanted = (int)Math.Ceiling(rate * LabSpectrogram.TimeOf(spectrogram.FrameCount - 1));
        if (sizes.Count > wanted)
        {
            sizes.Sort();
            var threshold = sizes[^wanted];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] &= power[i] >= threshold;
            }
        }

        return new PeakMap(cells);
    }

    private static bool IsLargest(ReadOnlySpan<double> power, int at)
    {
        const int BinCount = LabSpectrogram.BinCount;
        var size = power[at];
        var frameCount = power.Length / BinCount;
        var (frame, bin) = (at / BinCount, at % BinCount);
        for (var right = -Radius; right <= Radius; right++)
        {
            var column = power.Slice((frame + right + (Radius * frameCount)) % frameCount * BinCount, BinCount);
            for (var up = -Radius; up <= Radius; up++)
            {
                if ((right != 0 || up != 0) && column[(bin + up + BinCount) % BinCount] >= size)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
