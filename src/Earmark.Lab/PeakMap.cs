namespace Earmark.Lab;

/// <summary>Step 3: which cells of a spectrogram are peaks.</summary>
public sealed class PeakMap
{
    private readonly bool[] _cells;

    /// <param name="cells">Shape [frames, bins].</param>
    internal PeakMap(bool[] cells)
    {
        _cells = cells;
        Count = cells.AsSpan().Count(true);
    }

    /// <summary>Peaks, which the notebook calls <c>peak_counts</c>.</summary>
    public int Count { get; }

    /// <summary>Segments of the spectrogram.</summary>
    public int FrameCount => _cells.Length / LabSpectrogram.BinCount;

    /// <summary>Whether a cell is a peak.</summary>
    public bool Has(int bin, int frame) => _cells[(frame * LabSpectrogram.BinCount) + bin];

    /// <summary>All peaks, by bin and then by frame: row by row, as NumPy goes through the notebook's matrix.</summary>
    public IEnumerable<(int Bin, int Frame)> RowByRow()
    {
        for (var bin = 0; bin < LabSpectrogram.BinCount; bin++)
        {
            for (var frame = 0; frame < FrameCount; frame++)
            {
                if (Has(bin, frame))
                {
                    yield return (bin, frame);
                }
            }
        }
    }
}
