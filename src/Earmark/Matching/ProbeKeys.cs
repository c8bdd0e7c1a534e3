using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Matching;

/// <summary>The keys that a clip's pairs are looked up by, warp after warp.</summary>
/// <remarks>
/// Noise moves a peak a little, and a pair near the edge of its cell falls into the next one. So each coordinate is
/// rounded down twice, a little lower and a little higher: one or two cells each, 2.6 keys per pair on average. The
/// redundancy is in the query alone; the index holds each landmark once. For one thread: buffers are used again.
/// </remarks>
internal sealed class ProbeKeys
{
    /// <summary>How far a coordinate is moved either way, in cells. No probing costs 1.6 points of recall.</summary>
    private const double Reach = 0.3;

    /// <summary>Cells that a pair may be looked up in: two for each coordinate.</summary>
    private const int CellsMax = 8;

    private const int AnchorShift = 32;

    private readonly QueryClip _clip;
    private readonly LandmarkGrid _grid;
    private readonly int _keyBits;
    private readonly PeakPair[] _pairs;
    private readonly double[] _scales;
    private ulong[] _probes = [];
    private ulong[] _spare = [];

    public ProbeKeys(QueryClip clip)
    {
        _clip = clip;
        _grid = LandmarkGrid.For(clip.Profile);
        _keyBits = int.Log2(clip.Profile.KeyCount) + 1;
        _pairs = [.. clip.Pairs];
        _scales = new double[clip.Frequencies.Length];
    }

    /// <summary>Returns each (key, anchor) once, by key, then by anchor; valid until the next call.</summary>
    /// <param name="probe">Whether to look beside a pair's own cell too.</param>
    public ReadOnlySpan<ulong> Of(Warp warp, bool probe)
    {
        var room = _pairs.Length * (probe ? CellsMax : 1);
        if (_probes.Length < room)
        {
            _probes = GC.AllocateUninitializedArray<ulong>(room);
            _spare = GC.AllocateUninitializedArray<ulong>(room);
        }

        for (var i = 0; i < _scales.Length; i++)
        {
            _scales[i] = LandmarkGrid.ScaleOf(_clip.Frequencies[i] * warp.Frequency);
        }

        var framesPerSecond = warp.Time / _clip.Profile.FrameDuration;
        var reach = probe ? Reach : 0;
        var count = 0;
        foreach (var (anchor, target) in _pairs)
        {
            var delay = framesPerSecond * (_clip.Times[target] - _clip.Times[anchor]);
            var cells = _grid.Cells(_scales[anchor], _scales[target], delay);
            Add(_probes, ref count, _grid, cells, reach, anchor);
        }

        // Pairs come by anchor, and the sort keeps those of one key in that order.
        var probes = _probes.AsSpan(0, count);
        RadixSort.SortByLowBits(probes, _spare.AsSpan(0, count), _keyBits);
        return probes[..WithoutRepeats(probes)];
    }

    public static int Key(ulong probe) => (int)probe;

    public static int Anchor(ulong probe) => (int)(probe >> AnchorShift);

    private static ulong Pack(int key, int anchor) => ((ulong)anchor << AnchorShift) | (uint)key;

    private static void Add(
        ulong[] probes,
        ref int count,
        LandmarkGrid grid,
        (double Anchor, double Step, double Delay) cells,
        double reach,
        int anchor)
    {
        var (anchorFrom, anchorTo) = Range(cells.Anchor, reach);
        var (stepFrom, stepTo) = Range(cells.Step, reach);
        var (delayFrom, delayTo) = Range(cells.Delay, reach);
        for (var a = anchorFrom; a <= anchorTo; a++)
        {
            for (var s = stepFrom; s <= stepTo; s++)
            {
                for (var d = delayFrom; d <= delayTo; d++)
                {
                    if (grid.Pack(a, s, d) is { } key)
                    {
                        probes[count++] = Pack(key, anchor);
                    }
                }
            }
        }
    }

    private static (int From, int To) Range(double cell, double reach) =>
        ((int)Math.Floor(cell - reach), (int)Math.Floor(cell + reach));

    // Two targets of one anchor may lie in one cell: a hit there is one piece of evidence, not two.
    private static int WithoutRepeats(Span<ulong> probes)
    {
        var count = 0;
        foreach (var probe in probes)
        {
            if (count == 0 || probe != probes[count - 1])
            {
                probes[count++] = probe;
            }
        }

        return count;
    }
}
