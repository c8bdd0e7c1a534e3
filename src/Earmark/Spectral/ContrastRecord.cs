using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earmark.Spectral;

/// <summary>Keeps a recording's contrast, to rank each cell among its surroundings, stretch by stretch.</summary>
/// <remarks>
/// Rows are kept as bytes (67 KB per second), and widened by their maximum over 3 × 3 cells, as a place is
/// known to half a frame and half a bin only. Whole numbers from there on: equal on any machine.
/// </remarks>
public sealed class ContrastRecord
{
    /// <summary>Frames on either side that a cell is ranked among, less the nearest (0.5 s and 0.1 s).</summary>
    private const int FrameRadius = 30;
    private const int NearFrames = 6;

    /// <summary>Bins on either side that a cell is ranked among, less the nearest (156 Hz and 16 Hz).</summary>
    private const int BinRadius = 40;
    private const int NearBins = 4;

    /// <summary>By total and count; counts above the total come of silence beyond the band.</summary>
    private static readonly byte[][] Levels = LevelTables();

    private readonly FingerprintProfile _profile;
    private readonly int _stride;
    private readonly List<byte[]> _rows = [];

    /// <summary>Begins a recording.</summary>
    public ContrastRecord(FingerprintProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        _profile = profile;

        // A row has silence on either side, so that every cell has neighbors and every vector is whole.
        var vectors = (profile.BinCount + Vector256<byte>.Count - 1) / Vector256<byte>.Count;
        _stride = (vectors * Vector256<byte>.Count) + (2 * BinRadius);
    }

    /// <summary>Adds the next frame.</summary>
    /// <param name="contrast">Shape [bins of the band], nats above the local mean.</param>
    public void Add(ReadOnlySpan<float> contrast)
    {
        var row = new byte[_stride];
        for (var bin = 0; bin < contrast.Length; bin++)
        {
            row[BinRadius + bin] = ToByte(contrast[bin]);
        }

        _rows.Add(row);
    }

    /// <summary>Frames added so far.</summary>
    public int FrameCount => _rows.Count;

    /// <summary>Returns the map of a stretch; cells near its ends are ranked among those beyond them, too.</summary>
    /// <param name="firstFrame">First frame of the stretch.</param>
    /// <param name="endFrame">Frame behind its last one, at most <see cref="FrameCount"/>.</param>
    public ExceedanceMap Exceedance(int firstFrame, int endFrame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstFrame);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(endFrame, FrameCount);

        var firstCell = Math.Max(0, firstFrame - FrameRadius);
        var cells = Widen(firstCell, Math.Min(FrameCount, endFrame + FrameRadius));
        var levels = new byte[(endFrame - firstFrame) * _profile.BinCount];
        var binTotals = BinTotals();
        var (overTime, overBins) = (new byte[_stride], new byte[_stride]);
        for (var frame = firstFrame; frame < endFrame; frame++)
        {
            var frameTotal = CountOverTime(cells, frame - firstCell, overTime);
            CountOverBins(cells[frame - firstCell], overBins);
            var row = levels.AsSpan((frame - firstFrame) * _profile.BinCount, _profile.BinCount);
            for (var bin = 0; bin < row.Length; bin++)
            {
                row[bin] = Math.Max(
                    Levels[frameTotal][overTime[BinRadius + bin]], Levels[binTotals[bin]][overBins[BinRadius + bin]]);
            }
        }

        return new ExceedanceMap(levels, firstFrame, _profile);
    }

    /// <summary>
    /// Sixteenths of a nat from −4 to 8, quarters up to 24: only the order counts, but few may tie, loud ones neither.
    /// </summary>
    private static byte ToByte(float contrast) =>
        (byte)Math.Clamp((int)MathF.Min(16 * (contrast + 4), 160 + (4 * contrast)), 0, byte.MaxValue);

    /// <summary>Returns each row's maximum with its neighbors in time and frequency.</summary>
    private byte[][] Widen(int first, int end)
    {
        var widened = new byte[end - first][];
        for (var frame = first; frame < end; frame++)
        {
            var row = widened[frame - first] = new byte[_stride];
            var (before, after) = (Math.Max(0, frame - 1), Math.Min(FrameCount - 1, frame + 1));
            Widen(_rows[before], _rows[frame], _rows[after], row);

            // Beyond the band there is nothing.
            row.AsSpan(0, BinRadius).Clear();
            row.AsSpan(BinRadius + _profile.BinCount).Clear();
        }

        return widened;
    }

    private static void Widen(byte[] before, byte[] row, byte[] after, byte[] widened)
    {
        for (var start = BinRadius; start < row.Length - BinRadius; start += Vector256<byte>.Count)
        {
            var greatest = Vector256<byte>.Zero;
            for (var at = start - 1; at <= start + 1; at++)
            {
                greatest = Vector256.Max(greatest, Vector256.LoadUnsafe(ref before[at]));
                greatest = Vector256.Max(greatest, Vector256.LoadUnsafe(ref row[at]));
                greatest = Vector256.Max(greatest, Vector256.LoadUnsafe(ref after[at]));
            }

            greatest.StoreUnsafe(ref widened[start]);
        }
    }

    /// <summary>Counts, for each cell of a frame, the other frames around that reach it.</summary>
    /// <returns>How many frames that is out of.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CountOverTime(byte[][] cells, int frame, byte[] counts)
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
    private static void CountOverBins(byte[] row, byte[] counts)
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
    private int[] BinTotals()
    {
        var totals = new int[_profile.BinCount];
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
