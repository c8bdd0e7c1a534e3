using Earmark.Cli.Pictures;
using Earmark.Lab;

namespace Earmark.Cli.Report;

/// <summary>A part of the lab's spectrogram as a picture: a cell of it is a cell of the picture.</summary>
internal static class LabGrid
{
    /// <summary>Below the loudest cell of the part, where the darkest color begins.</summary>
    public const double RangeDb = 60;

    /// <summary>Takes some segments and rows; beyond the spectrogram's ends there are no segments.</summary>
    public static LevelGrid Of(LabSpectrogram spectrogram, int firstFrame, int frameCount, int firstBin, int binCount)
    {
        var loudest = 0.0;
        for (var frame = firstFrame; frame < firstFrame + frameCount; frame++)
        {
            foreach (var power in spectrogram.Frame(frame).Slice(firstBin, binCount))
            {
                loudest = Math.Max(loudest, power);
            }
        }

        var levels = new byte[frameCount * binCount];
        for (var frame = 0; frame < frameCount; frame++)
        {
            var powers = spectrogram.Frame(firstFrame + frame).Slice(firstBin, binCount);
            for (var bin = 0; bin < binCount; bin++)
            {
                levels[((binCount - 1 - bin) * frameCount) + frame] = ToLevel(powers[bin], loudest);
            }
        }

        return new LevelGrid(frameCount, binCount, levels);
    }

    private static byte ToLevel(double power, double loudest)
    {
        var db = power > 0 && loudest > 0 ? 10 * Math.Log10(power / loudest) : -RangeDb;
        return (byte)Math.Round(Math.Clamp(1 + (db / RangeDb), 0, 1) * (ColorMap.Count - 1));
    }
}
