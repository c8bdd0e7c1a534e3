using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earmark.Spectral;

/// <summary>Turns counts of the cells that reach a cell into its level, for the bins of one band.</summary>
internal sealed class ExceedanceLevels
{
    /// <summary>More than any count: a level that is never reached.</summary>
    private const byte Never = byte.MaxValue;

    private static readonly int EdgeCount = ExceedanceMap.UpperEdges.Length;

    /// <summary>By total and edge, the least count that reaches the edge. Shape [totals, <see cref="EdgeCount"/>].
    /// </summary>
    private static readonly byte[] LeastCounts = CountsOfEdges();

    // The same for the total of each bin. Shape [EdgeCount, stride].
    private readonly byte[] _ofBins;
    private readonly int _stride;
    private readonly int _binCount;

    /// <param name="stride">Bytes of a row of counts, with <see cref="ExceedanceCount.BinRadius"/> on either side.
    /// </param>
    public ExceedanceLevels(int binCount, int stride)
    {
        _binCount = binCount;
        _stride = stride;
        _ofBins = new byte[EdgeCount * stride];
        for (var bin = 0; bin < binCount; bin++)
        {
            var total = ExceedanceCount.BinTotal(bin, binCount);
            for (var edge = 0; edge < EdgeCount; edge++)
            {
                _ofBins[(edge * stride) + ExceedanceCount.BinRadius + bin] = LeastCounts[(total * EdgeCount) + edge];
            }
        }
    }

    /// <summary>Bytes that <see cref="Write"/> writes: up to the end of a vector.</summary>
    public int WrittenLength => _stride - (2 * ExceedanceCount.BinRadius);

    /// <summary>Writes the levels of a frame: the larger of both.</summary>
    /// <param name="overTime">Cells of the same bin that reach a cell, out of <paramref name="total"/>.</param>
    /// <param name="overBins">Cells of the same frame that do; and once more, with each bin's mean taken away: the
    /// fewer count.</param>
    /// <param name="levels">Room for <see cref="WrittenLength"/>; the bins of the band have meaning.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(
        ReadOnlySpan<byte> overTime,
        int total,
        ReadOnlySpan<byte> overBins,
        ReadOnlySpan<byte> overOwnBins,
        Span<byte> levels)
    {
        ref var time = ref MemoryMarshal.GetReference(overTime);
        ref var bins = ref MemoryMarshal.GetReference(overBins);
        ref var ownBins = ref MemoryMarshal.GetReference(overOwnBins);
        ref var ofTotal = ref LeastCounts[total * EdgeCount];
        ref var ofBins = ref MemoryMarshal.GetArrayDataReference(_ofBins);
        ref var to = ref MemoryMarshal.GetReference(levels[..WrittenLength]);
        for (var bin = 0; bin < _binCount; bin += Vector256<byte>.Count)
        {
            var at = (nuint)(ExceedanceCount.BinRadius + bin);
            var timeCount = Vector256.LoadUnsafe(ref time, at);
            var binCount = Vector256.Min(Vector256.LoadUnsafe(ref bins, at), Vector256.LoadUnsafe(ref ownBins, at));
            var (timeLevel, binLevel) = (Vector256<byte>.Zero, Vector256<byte>.Zero);
            for (var edge = 0; edge < EdgeCount; edge++)
            {
                timeLevel -= Vector256.GreaterThanOrEqual(timeCount, Vector256.Create(Unsafe.Add(ref ofTotal, edge)));
                binLevel -= Vector256.GreaterThanOrEqual(
                    binCount, Vector256.LoadUnsafe(ref ofBins, at + (nuint)(edge * _stride)));
            }

            Vector256.Max(timeLevel, binLevel).StoreUnsafe(ref to, (nuint)bin);
        }
    }

    /// <summary>The exceedance of a count is (count + ½) / (total + 1): see docs/fingerprint.md, section 10.</summary>
    private static byte[] CountsOfEdges()
    {
        var counts = new byte[(ExceedanceCount.TotalMax + 1) * EdgeCount];
        Array.Fill(counts, Never);
        for (var total = 0; total <= ExceedanceCount.TotalMax; total++)
        {
            // Counts above the total come of silence beyond the band; they mean as much as the total.
            for (var count = total; count >= 0; count--)
            {
                var level = ExceedanceMap.LevelOf((count + 0.5) / (total + 1));
                counts.AsSpan(total * EdgeCount, level).Fill((byte)count);
            }
        }

        return counts;
    }
}
