using Earmark.Landmarks;

namespace Earmark.Matching;

/// <summary>The keys that a clip's pairs are looked up by.</summary>
/// <remarks>
/// Noise moves a peak a little, and a pair near the edge of its cell falls into the next one. So each coordinate is
/// rounded down twice, a little lower and a little higher: one or two cells each, 2.6 keys per pair on average. The
/// redundancy is in the query alone; the index holds each landmark once.
/// </remarks>
internal static class ProbeKeys
{
    /// <summary>How far a coordinate is moved either way, in cells. No probing costs 1.6 points of recall.</summary>
    private const double Reach = 0.3;

    private const int AnchorBits = 32;

    /// <summary>Returns (key, anchor) packed by <see cref="Pack"/>, sorted, each once.</summary>
    public static ulong[] Of(QueryClip clip, Warp warp)
    {
        var grid = LandmarkGrid.For(clip.Profile);
        var scales = new double[clip.Frequencies.Length];
        for (var i = 0; i < scales.Length; i++)
        {
            scales[i] = LandmarkGrid.ScaleOf(clip.Frequencies[i] * warp.Frequency);
        }

        var probes = new List<ulong>(clip.Pairs.Count * 3);
        foreach (var (anchor, target) in clip.Pairs)
        {
            var delay = warp.Time * (clip.Times[target] - clip.Times[anchor]) / clip.Profile.FrameDuration;
            var cells = grid.Cells(scales[anchor], scales[target], delay);
            Add(probes, grid, cells, anchor);
        }

        // Two targets of one anchor may lie in one cell: a hit there is one piece of evidence, not two.
        probes.Sort();
        return [.. probes.Distinct()];
    }

    public static int Key(ulong probe) => (int)(probe >> AnchorBits);

    public static int Anchor(ulong probe) => (int)probe;

    private static ulong Pack(int key, int anchor) => ((ulong)key << AnchorBits) | (uint)anchor;

    private static void Add(
        List<ulong> probes, LandmarkGrid grid, (double Anchor, double Step, double Delay) cells, int anchor)
    {
        var (anchorFrom, anchorTo) = Range(cells.Anchor);
        var (stepFrom, stepTo) = Range(cells.Step);
        var (delayFrom, delayTo) = Range(cells.Delay);
        for (var a = anchorFrom; a <= anchorTo; a++)
        {
            for (var s = stepFrom; s <= stepTo; s++)
            {
                for (var d = delayFrom; d <= delayTo; d++)
                {
                    if (grid.Pack(a, s, d) is { } key)
                    {
                        probes.Add(Pack(key, anchor));
                    }
                }
            }
        }
    }

    private static (int From, int To) Range(double cell) =>
        ((int)Math.Floor(cell - Reach), (int)Math.Floor(cell + Reach));
}
