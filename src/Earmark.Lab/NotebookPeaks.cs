namespace Earmark.Lab;

/// <summary>The notebook's peaks: cells that exceed both neighbors in frequency by 0.8 times the mean of all.</summary>
/// <remarks>
/// Time has no say, so a steady tone is a peak in every segment. The last row is left out, and the first is compared
/// with the last, which is what the index −1 means in Python.
/// </remarks>
public static class NotebookPeaks
{
    /// <summary>Of the mean over the whole spectrogram.</summary>
    public const double Share = 0.8;

    /// <summary>Picks them.</summary>
    public static PeakMap Pick(LabSpectrogram spectrogram)
    {
        ArgumentNullException.ThrowIfNull(spectrogram);
        var threshold = Share * spectrogram.Mean();
        var cells = new bool[spectrogram.Power.Length];
        for (var frame = 0; frame < spectrogram.FrameCount; frame++)
        {
            var power = spectrogram.Frame(frame);
            var marks = cells.AsSpan(frame * LabSpectrogram.BinCount, LabSpectrogram.BinCount);
            for (var bin = 0; bin < power.Length - 1; bin++)
            {
                var before = bin > 0 ? power[bin - 1] : power[^1];
                marks[bin] = power[bin] - before > threshold && power[bin] - power[bin + 1] > threshold;
            }
        }

        return new PeakMap(cells);
    }
}
