using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earmark.Landmarks;

/// <summary>Picks the peaks of a stream of contrast rows: the cells that lead their neighborhood.</summary>
/// <remarks>
/// <para>
/// Noise, equalisation and lossy coding change the level of nearly every cell, but move few of the local maxima. So it
/// is their positions that make landmarks; salience only ranks them.
/// </para>
/// <para>
/// A cell is a peak when its contrast is at least <see cref="LeastSalience"/> and nothing within
/// ±<see cref="FingerprintProfile.PeakFrameRadius"/> frames by ±<see cref="FingerprintProfile.PeakBinRadius"/> bins is
/// higher. Of two equal neighbors in frequency or time the second is none; equal maxima further apart both count. The
/// guard bins at the edges of the band are never peaks, and a recording of fewer than three frames has none.
/// </para>
/// <para>Source: A. Wang, "An Industrial-Strength Audio Search Algorithm", ISMIR 2003, section 2.1.</para>
/// </remarks>
internal sealed class PeakPicker
{
    /// <summary>Keeps digital silence, whose contrast is rounding error, free of peaks. In nats.</summary>
    private const float LeastSalience = 1e-3f;

    private readonly FingerprintProfile _profile;
    private readonly SlidingMaximum _binMaximum;

    // Maxima over bins, and the cells that may be peaks, of the last frames. As many as a peak must lead and one more.
    private readonly float[][] _rowMaxima;
    private readonly List<Contender>[] _contenders;
    private readonly float[] _previousRow;
    private readonly List<SalientPeak> _peaks = [];
    private int _added;
    private int _decided;

    /// <summary>Begins a recording.</summary>
    public PeakPicker(FingerprintProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        _profile = profile;
        _binMaximum = new SlidingMaximum(profile.PeakBinRadius, profile.BinCount);
        _rowMaxima = new float[profile.PeakFrameRadius + 1][];
        _contenders = new List<Contender>[_rowMaxima.Length];
        for (var i = 0; i < _rowMaxima.Length; i++)
        {
            // Before the first frame there is nothing to lead.
            _rowMaxima[i] = new float[profile.BinCount];
            Array.Fill(_rowMaxima[i], float.NegativeInfinity);
            _contenders[i] = [];
        }

        _previousRow = new float[profile.BinCount];
        Array.Fill(_previousRow, float.NegativeInfinity);
    }

    /// <summary>Adds the next frame.</summary>
    /// <param name="contrast">Shape [bins of the band], nats above the local mean.</param>
    /// <param name="levels">Shape [bins of the band], ln of power: the parabola that refines frequency.</param>
    public void Add(ReadOnlySpan<float> contrast, ReadOnlySpan<float> levels)
    {
        var slot = _added % _rowMaxima.Length;
        _binMaximum.Apply(contrast, _rowMaxima[slot]);
        _contenders[slot].Clear();
        FindContenders(contrast, levels, _rowMaxima, slot, _previousRow, _contenders[slot]);
        contrast.CopyTo(_previousRow);
        _added++;

        if (_added > _profile.PeakFrameRadius)
        {
            DecideNext();
        }
    }

    /// <summary>Frames whose peaks are decided.</summary>
    public int DecidedCount => _decided;

    /// <summary>Moves the peaks decided so far to the end of a list, by frame, then by frequency.</summary>
    /// <remarks>For recordings without an end, of which nothing may pile up.</remarks>
    public void MoveTo(List<SalientPeak> peaks)
    {
        peaks.AddRange(_peaks);
        _peaks.Clear();
    }

    /// <summary>Decides the last frames and returns all peaks, by frame, then by frequency.</summary>
    public List<SalientPeak> Finish()
    {
        while (_decided < _added)
        {
            DecideNext();
        }

        if (_added < 3)
        {
            _peaks.Clear();
        }

        return _peaks;
    }

    /// <summary>
    /// Keeps the cells that lead their own row and the rows before it, and exceed the same cell of the row before.
    /// </summary>
    /// <param name="maxima">Of this row, at <paramref name="slot"/>, and of the rows before.</param>
    private static void FindContenders(
        ReadOnlySpan<float> contrast,
        ReadOnlySpan<float> levels,
        float[][] maxima,
        int slot,
        ReadOnlySpan<float> previous,
        List<Contender> contenders)
    {
        var width = Vector256<float>.Count;
        var least = Vector256.Create(LeastSalience);
        ref var cells = ref MemoryMarshal.GetReference(contrast);
        ref var leaders = ref MemoryMarshal.GetArrayDataReference(maxima[slot]);
        ref var before = ref MemoryMarshal.GetReference(previous);
        for (var start = 0; start < contrast.Length; start += width)
        {
            // The last vector steps back to end with the band; its repeated lanes are masked off.
            var from = Math.Min(start, contrast.Length - width);
            var cell = Vector256.LoadUnsafe(ref cells, (nuint)from);
            var leads = Vector256.Equals(cell, Vector256.LoadUnsafe(ref leaders, (nuint)from))
                & Vector256.GreaterThanOrEqual(cell, least)
                & Vector256.GreaterThan(cell, Vector256.LoadUnsafe(ref before, (nuint)from));
            var mask = leads.ExtractMostSignificantBits() & (uint.MaxValue << (start - from));
            if (mask == 0)
            {
                continue;
            }

            foreach (var past in maxima)
            {
                mask &= Vector256.GreaterThanOrEqual(
                    cell, Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(past), (nuint)from))
                    .ExtractMostSignificantBits();
            }

            for (; mask != 0; mask &= mask - 1)
            {
                var bin = from + BitOperations.TrailingZeroCount(mask);
                var isGuard = bin == 0 || bin == contrast.Length - 1;
                if (!isGuard && contrast[bin] > contrast[bin - 1])
                {
                    contenders.Add(new Contender(bin, contrast[bin], levels[bin - 1], levels[bin], levels[bin + 1]));
                }
            }
        }
    }

    /// <summary>Decides the contenders of the oldest undecided frame, all of whose later neighbors are known.</summary>
    private void DecideNext()
    {
        var last = Math.Min(_added - 1, _decided + _profile.PeakFrameRadius);
        foreach (var contender in _contenders[_decided % _rowMaxima.Length])
        {
            if (LeadsUntil(last, contender))
            {
                _peaks.Add(new SalientPeak(_decided, RefinedStep(contender), contender.Salience));
            }
        }

        _decided++;
    }

    private bool LeadsUntil(int last, in Contender contender)
    {
        for (var frame = _decided + 1; frame <= last; frame++)
        {
            if (_rowMaxima[frame % _rowMaxima.Length][contender.Bin] > contender.Salience)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The vertex of the parabola through three levels, at most half a bin away, in steps.</summary>
    /// <remarks>Contrast peaks need not be level peaks; where the levels do not bend down, the bin stands.</remarks>
    private ushort RefinedStep(in Contender contender)
    {
        var (below, level, above) = (contender.Below, contender.Level, contender.Above);
        var curvature = below - (2 * level) + above;
        var shift = curvature >= -1e-6f ? 0 : Math.Clamp(0.5f * (below - above) / curvature, -0.5f, 0.5f);

        // Half a bin up belongs to this bin too: the last step of it is 3.
        var steps = Math.Clamp((int)MathF.Round(shift * Peak.StepsPerBin), -4, 3);
        return (ushort)(((contender.Bin + _profile.LowestBin) * Peak.StepsPerBin) + steps);
    }

    /// <summary>A cell that leads all that came before it.</summary>
    /// <param name="Bin">Of the band.</param>
    /// <param name="Salience">Contrast of the cell, in nats.</param>
    /// <param name="Below">Level of the bin below; then its own, and that of the bin above.</param>
    private readonly record struct Contender(int Bin, float Salience, float Below, float Level, float Above);
}
