using System.Collections.Concurrent;

namespace Earmark.Landmarks;

/// <summary>Quantises a pair of peaks into the key that the index is sorted by.</summary>
/// <remarks>
/// <code>
/// key = (anchor cell · 258 + step cell) · 96 + delay cell          0 … 12,681,215 (23.6 bits)
///
/// anchor cell   512 over the band, on the scale g(f) = log2(1 + f / 500 Hz): linear below, logarithmic above
/// step cell     256 over g(target) − g(anchor), ± half the band; two more take what rounding or a warp pushes over
/// delay cell    one frame each
/// </code>
/// The layout is part of the index: a change needs a new profile (its id covers the cell counts).
/// </remarks>
public sealed class LandmarkGrid
{
    // The band, with 5 % to spare at either end: a warp must not push peaks off the grid.
    private const double LowestFrequency = 95;
    private const double HighestFrequency = 4095;
    private const double ScaleCorner = 500;

    private static readonly ConcurrentDictionary<FingerprintProfile, LandmarkGrid> Grids = new();

    private readonly FingerprintProfile _profile;
    private readonly double _lowest;
    private readonly double _anchorCellWidth;
    private readonly double _stepCellWidth;
    private readonly double[] _scales;

    private LandmarkGrid(FingerprintProfile profile)
    {
        _profile = profile;
        _lowest = ScaleOf(LowestFrequency);
        var width = ScaleOf(HighestFrequency) - _lowest;
        ZoneReach = width / 2;
        _anchorCellWidth = width / profile.AnchorCells;
        _stepCellWidth = 2 * ZoneReach / (profile.StepCells - 2);
        _scales = new double[1 << Peak.StepBits];
        for (var step = 0; step < _scales.Length; step++)
        {
            _scales[step] = ScaleOf(step * profile.BinWidth / Peak.StepsPerBin);
        }
    }

    /// <summary>How far a target may lie from its anchor, up or down, on the scale.</summary>
    public double ZoneReach { get; }

    /// <summary>Returns the grid of a profile; it is made once.</summary>
    public static LandmarkGrid For(FingerprintProfile profile) => Grids.GetOrAdd(profile, p => new LandmarkGrid(p));

    /// <summary>Returns g of a peak's frequency.</summary>
    public double Scale(int step) => _scales[step];

    /// <summary>Returns g of a frequency in Hz.</summary>
    public static double ScaleOf(double frequency) => Math.Log2(1 + (frequency / ScaleCorner));

    /// <summary>Returns the key of a pair, or null where it falls off the grid.</summary>
    public int? Key(Peak anchor, Peak target)
    {
        var cells = Cells(Scale(anchor.Step), Scale(target.Step), target.Frame - anchor.Frame);
        return Pack((int)Math.Floor(cells.Anchor), (int)Math.Floor(cells.Step), (int)Math.Floor(cells.Delay));
    }

    /// <summary>Returns where a pair lies on the grid, before it is rounded down to cells.</summary>
    /// <param name="anchorScale">g of the anchor's frequency.</param>
    /// <param name="targetScale">g of the target's frequency.</param>
    /// <param name="delay">Time from anchor to target, in frames, whole or not.</param>
    public (double Anchor, double Step, double Delay) Cells(double anchorScale, double targetScale, double delay) => (
        (anchorScale - _lowest) / _anchorCellWidth,
        (targetScale - anchorScale + ZoneReach) / _stepCellWidth,
        delay + 0.5);

    /// <summary>Packs three cells, or returns null where one is off the grid.</summary>
    public int? Pack(int anchor, int step, int delay)
    {
        var isOnGrid = (uint)anchor < (uint)_profile.AnchorCells
            && (uint)step < (uint)_profile.StepCells
            && (uint)delay < (uint)_profile.DelayCells;
        return isOnGrid ? (((anchor * _profile.StepCells) + step) * _profile.DelayCells) + delay : null;
    }

    /// <summary>The inverse of <see cref="Pack"/>.</summary>
    public (int Anchor, int Step, int Delay) Unpack(int key) => (
        key / _profile.DelayCells / _profile.StepCells,
        key / _profile.DelayCells % _profile.StepCells,
        key % _profile.DelayCells);
}
