using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earmark.Spectral;

/// <summary>Counts how many of the cells around reach a cell, in time and in frequency.</summary>
/// <remarks>Rows of bytes; each has <see cref="BinRadius"/> cells of nothing on either side of the band.</remarks>
internal static class ExceedanceCount
{
    /// <summary>Frames on either side that a cell is ranked among, less the nearest (0.5 s and 0.1 s).</summary>
    public const int FrameRadius = 30;
    private const int NearFrames = 6;

    /// <summary>Bins on either side that a cell is ranked among, less the nearest (156 Hz and 16 Hz).</summary>
    public const int BinRadius = 40;
    private const int NearBins = 4;

    /// <summary>By total and count; counts above the total come of silence beyond the band.</summary>
    private static readonly byte[][] Levels = LevelTables();

    /// <summary>The level of a cell that so many of a total reach.</summary>
    public static byte Level(int count, int total) => Levels[total][count];

    /// <summary>Counts, for each cell of a frame, the other frames around that reach it.</summary>
    /// <returns>How many frames that is out of.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int OverTime(byte[][] cells, int frame, byte[] counts)
    {
        var (first, last) = (Math.Max(0, frame - FrameRadius), Math.Min(cells.Length - 1, frame + FrameRadius));
        Array.Clear(counts);
        var total = 0;
        for (var other = first; other <= last; other++)
        {
            if (Math.Abs(other - frame) > NearFrames)
            {
                AddReached(cells[frame], cells[other], counts);
                total++;
            }
        }

        return total;
    }

    private static void AddReached(byte[] row, byte[] other, byte[] counts)
    {
        ref var cell = ref MemoryMarshal.GetArrayDataReference(row);
        ref var rival = ref MemoryMarshal.GetArrayDataReference(other);
        ref var count = ref MemoryMarshal.GetArrayDataReference(counts);
        for (var at = BinRadius; at < row.Length - BinRadius; at += Vector256<byte>.Count)
        {
            var reached = Vector256.GreaterThanOrEqual(
                Vector256.LoadUnsafe(ref rival, (nuint)at), Vector256.LoadUnsafe(ref cell, (nuint)at));
            (Vector256.LoadUnsafe(ref count, (nuint)at) - reached).StoreUnsafe(ref count, (nuint)at);
        }
    }

    /// <summary>Counts, for each cell of a frame, the other bins around that reach it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OverBins(byte[] row, byte[] counts)
    {
        ref var cells = ref MemoryMarshal.GetArrayDataReference(row);
        for (var at = BinRadius; at < row.Length - BinRadius; at += Vector256<byte>.Count)
        {
            var cell = Vector256.LoadUnsafe(ref cells, (nuint)at);
            var count = Vector256<byte>.Zero;
            for (var distance = NearBins + 1; distance <= BinRadius; distance++)
            {
                count -= Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref cells, (nuint)(at - distance)), cell);
                count -= Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref cells, (nuint)(at + distance)), cell);
            }

            count.StoreUnsafe(ref counts[at]);
        }
    }

    /// <summary>How many bins each bin is ranked among: fewer at the edges of the band.</summary>
    public static int[] BinTotals(int binCount)
    {
        var totals = new int[binCount];
        for (var bin = 0; bin < totals.Length; bin++)
        {
            totals[bin] = Math.Max(0, Math.Min(BinRadius, bin) - NearBins)
                + Math.Max(0, Math.Min(BinRadius, totals.Length - 1 - bin) - NearBins);
        }

        return totals;
    }

    private static byte[][] LevelTables()
    {
        var most = 2 * Math.Max(FrameRadius - NearFrames, BinRadius - NearBins);
        var tables = new byte[most + 1][];
        for (var total = 0; total <= most; total++)
        {
            tables[total] = new byte[most + 1];
            for (var count = 0; count <= most; count++)
            {
                var probability = (Math.Min(count, total) + 0.5) / (total + 1);
                tables[total][count] = (byte)ExceedanceMap.LevelOf(probability);
            }
        }

        return tables;
    }
}
