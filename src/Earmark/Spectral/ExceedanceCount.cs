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

    /// <summary>The most cells that a cell is ranked among.</summary>
    public const int TotalMax = 2 * (BinRadius - NearBins);

    /// <summary>Counts, for each cell of a frame, the other frames around that reach it.</summary>
    /// <returns>How many frames that is out of.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int OverTime(CellRows cells, int frame, Span<byte> counts)
    {
        var (first, end) = (Math.Max(0, frame - FrameRadius), Math.Min(cells.Count, frame + FrameRadius + 1));
        var endBefore = Math.Max(first, frame - NearFrames);
        var firstAfter = Math.Min(end, frame + NearFrames + 1);
        var stride = cells.Stride;
        ref var rows = ref MemoryMarshal.GetReference(cells.All);
        ref var to = ref MemoryMarshal.GetReference(counts[..stride]);
        for (var at = BinRadius; at < stride - BinRadius; at += Vector256<byte>.Count)
        {
            ref var column = ref Unsafe.Add(ref rows, at);
            var cell = Vector256.LoadUnsafe(ref column, (nuint)(frame * stride));
            var count = Vector256<byte>.Zero;
            for (var other = first; other < endBefore; other++)
            {
                count -= Vector256.GreaterThanOrEqual(
                    Vector256.LoadUnsafe(ref column, (nuint)(other * stride)), cell);
            }

            for (var other = firstAfter; other < end; other++)
            {
                count -= Vector256.GreaterThanOrEqual(
                    Vector256.LoadUnsafe(ref column, (nuint)(other * stride)), cell);
            }

            count.StoreUnsafe(ref to, (nuint)at);
        }

        return endBefore - first + (end - firstAfter);
    }

    /// <summary>Counts, for each cell of a frame, the other bins around that reach it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OverBins(ReadOnlySpan<byte> row, Span<byte> counts)
    {
        ref var cells = ref MemoryMarshal.GetReference(row);
        ref var to = ref MemoryMarshal.GetReference(counts[..row.Length]);
        for (var at = BinRadius; at < row.Length - BinRadius; at += Vector256<byte>.Count)
        {
            var cell = Vector256.LoadUnsafe(ref cells, (nuint)at);
            var (above, below) = (Vector256<byte>.Zero, Vector256<byte>.Zero);
            for (var distance = NearBins + 1; distance <= BinRadius; distance++)
            {
                below -= Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref cells, (nuint)(at - distance)), cell);
                above -= Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref cells, (nuint)(at + distance)), cell);
            }

            (below + above).StoreUnsafe(ref to, (nuint)at);
        }
    }

    /// <summary>How many bins a bin is ranked among: fewer at the edges of the band.</summary>
    public static int BinTotal(int bin, int binCount) =>
        Math.Max(0, Math.Min(BinRadius, bin) - NearBins)
        + Math.Max(0, Math.Min(BinRadius, binCount - 1 - bin) - NearBins);
}
