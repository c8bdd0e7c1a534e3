using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Matching;

/// <summary>The keys that a clip's pairs are looked up by, warp after warp.</summary>
/// <remarks>
/// Noise moves a peak by a frame or two, and a room draws each sound out by its own time, but neither moves it much in
/// frequency. So a pair is looked up under its own frequencies, and under the delays next to its own. The redundancy
/// is in the query alone; the index holds each landmark once. For one thread: buffers are used again.
/// </remarks>
internal sealed class ProbeKeys
{
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
    public ReadOnlySpan<ulong> Of(Warp warp)
    {
        var delayReach = _clip.Density.DelayReach;
        var room = _pairs.Length * ((2 * delayReach) + 1);
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
        var count = 0;
        foreach (var (anchor, target) in _pairs)
        {
            var delay = framesPerSecond * (_clip.Times[target] - _clip.Times[anchor]);
            var cells = _grid.Cells(_scales[anchor], _scales[target], delay);
            var (anchorCell, step) = ((int)Math.Floor(cells.Anchor), (int)Math.Floor(cells.Step));
            var ownDelay = (int)Math.Floor(cells.Delay);
            for (var cell = ownDelay - delayReach; cell <= ownDelay + delayReach; cell++)
            {
                if (_grid.Pack(anchorCell, step, cell) is { } key)
                {
                    _probes[count++] = Pack(key, anchor);
                }
            }
        }

        // Pairs come by anchor, and the sort keeps those of one key in that order.
        var probes = _probes.AsSpan(0, count);
        RadixSort.SortByLowBits(probes, _spare.AsSpan(0, count), _keyBits);
        return probes[..WithoutRepeats(probes)];
    }

    public static int Key(ulong probe) => (int)probe;

    public static int Anchor(ulong probe) => (int)(probe >> AnchorShift);

    private static ulong Pack(int key, int anchor) => ((ulong)anchor << AnchorShift) | (uint)key;

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
