using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earmark.Spectral;

/// <summary>Keeps a recording's contrast, to rank each cell among its surroundings, stretch by stretch.</summary>
/// <remarks>
/// Rows are kept as bytes (67 KB per second), and widened by their maximum over 3 × 3 cells, as a place is
/// known to half a frame and half a bin only. Whole numbers from there on: equal on any machine.
/// </remarks>
public sealed partial class ContrastRecord
{
    private const int BinRadius = ExceedanceCount.BinRadius;

    /// <summary>The byte of a cell like its surroundings, 0 nats.</summary>
    private const byte ZeroContrast = 64;

    /// <summary>As long as contrast is below 8 nats.</summary>
    private const double StepsPerNat = 16;

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

    /// <summary>What its frames and bins are.</summary>
    public FingerprintProfile Profile => _profile;

    /// <summary>Adds the next frame.</summary>
    /// <param name="contrast">Shape [bins of the band], nats above the local mean.</param>
    public void Add(ReadOnlySpan<float> contrast)
    {
        var row = new byte[_stride];
        ToBytes(contrast, row.AsSpan(BinRadius, contrast.Length));
        _rows.Add(row);
    }

    /// <summary>Reads a frame as it is kept: to a sixteenth of a nat from −4 to 8, a quarter up to 24.</summary>
    /// <param name="contrast">Receives it. Shape [bins of the band], nats above the local mean.</param>
    public void Read(int frame, Span<float> contrast)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(contrast.Length, _profile.BinCount);
        var row = _rows[frame].AsSpan(BinRadius, contrast.Length);
        for (var bin = 0; bin < contrast.Length; bin++)
        {
            contrast[bin] = ToNats(row[bin]);
        }
    }

    /// <summary>Frames added so far, less those forgotten.</summary>
    public int FrameCount => _rows.Count;

    /// <summary>Forgets the first frames, of a recording that has no end; the next is frame 0 from then on.</summary>
    internal void Forget(int frameCount) => _rows.RemoveRange(0, frameCount);

    /// <summary>
    /// Returns the standard deviation of a stretch's contrast, in nats: 1.2 in white noise, up to 2.5 in clean music.
    /// </summary>
    /// <remarks>Noise fills the gaps between partials and buries their tops, so it evens contrast out.</remarks>
    /// <param name="firstFrame">First frame of the stretch.</param>
    /// <param name="endFrame">Frame behind its last one, at most <see cref="FrameCount"/>.</param>
    public double Spread(int firstFrame, int endFrame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstFrame);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(endFrame, FrameCount);

        var (sum, squares) = (0L, 0L);
        for (var frame = firstFrame; frame < endFrame; frame++)
        {
            foreach (var cell in _rows[frame].AsSpan(BinRadius, _profile.BinCount))
            {
                sum += cell;
                squares += cell * cell;
            }
        }

        var count = Math.Max(1.0, (endFrame - firstFrame) * (double)_profile.BinCount);
        var mean = sum / count;
        return Math.Sqrt((squares / count) - (mean * mean)) / StepsPerNat;
    }

    /// <summary>Returns the map of a stretch; cells near its ends are ranked among those beyond them, too.</summary>
    /// <param name="firstFrame">First frame of the stretch.</param>
    /// <param name="endFrame">Frame behind its last one, at most <see cref="FrameCount"/>.</param>
    public ExceedanceMap Exceedance(int firstFrame, int endFrame) =>
        Exceedance(firstFrame, endFrame, firstFrame);

    /// <inheritdoc cref="Exceedance(int, int)"/>
    /// <param name="firstOfMean">First frame of what each bin's mean is taken over; the last is the stretch's.</param>
    internal ExceedanceMap Exceedance(int firstFrame, int endFrame, int firstOfMean)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstOfMean);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(endFrame, FrameCount);

        var (firstCell, endCell) = (
            Math.Max(0, firstFrame - ExceedanceCount.FrameRadius),
            Math.Min(FrameCount, endFrame + ExceedanceCount.FrameRadius));
        using var cells = Widened(firstCell, endCell);
        using var ownCells = WidenedLessMean(firstFrame, endFrame, firstOfMean);
        var ranking = new ExceedanceLevels(_profile.BinCount, _stride);
        var frameCount = endFrame - firstFrame;

        // Each row is written up to the end of its last vector; the next one overwrites what is too much.
        var levels = new byte[(frameCount * _profile.BinCount) + ranking.WrittenLength];
        var (overTime, overBins, overOwnBins) = (new byte[_stride], new byte[_stride], new byte[_stride]);
        for (var frame = 0; frame < frameCount; frame++)
        {
            var cellRow = firstFrame + frame - firstCell;
            var frameTotal = ExceedanceCount.OverTime(cells, cellRow, overTime);
            ExceedanceCount.OverBins(cells[cellRow], overBins);
            ExceedanceCount.OverBins(ownCells[frame], overOwnBins);
            ranking.Write(
                overTime, frameTotal, overBins, overOwnBins, levels.AsSpan(frame * _profile.BinCount));
        }

        return new ExceedanceMap(levels, firstFrame, frameCount, _profile);
    }

    /// <summary>
    /// Sixteenths of a nat from −4 to 8, quarters up to 24: only the order counts, but few may tie, loud ones neither.
    /// </summary>
    private static void ToBytes(ReadOnlySpan<float> contrast, Span<byte> bytes)
    {
        ref var from = ref MemoryMarshal.GetReference(contrast);
        ref var to = ref MemoryMarshal.GetReference(bytes);
        var at = 0;
        for (; at + Vector256<byte>.Count <= contrast.Length; at += Vector256<byte>.Count)
        {
            var low = Vector256.Narrow(Steps(ref from, at), Steps(ref from, at + 8));
            var high = Vector256.Narrow(Steps(ref from, at + 16), Steps(ref from, at + 24));
            Vector256.Narrow(low.AsUInt16(), high.AsUInt16()).StoreUnsafe(ref to, (nuint)at);
        }

        for (; at < contrast.Length; at++)
        {
            var steps = MathF.Min(16 * (contrast[at] + 4), 160 + (4 * contrast[at]));
            bytes[at] = (byte)Math.Clamp((int)steps, 0, byte.MaxValue);
        }
    }

    /// <summary>The bytes of eight cells, each in the width of a cell.</summary>
    private static Vector256<int> Steps(ref float contrast, int at)
    {
        var cell = Vector256.LoadUnsafe(ref contrast, (nuint)at);
        var steps = Vector256.MinNative(
            (cell + Vector256.Create(4f)) * 16, Vector256.Create(160f) + (cell * 4));
        return Vector256.Min(
            Vector256.Max(Vector256.ConvertToInt32Native(steps), Vector256<int>.Zero), Vector256.Create(255));
    }

    private static float ToNats(byte cell) => cell <= 192 ? (cell / 16f) - 4 : (cell - 160) / 4f;

    private ReadOnlySpan<byte> Row(int frame) => _rows[Math.Clamp(frame, 0, FrameCount - 1)];

    /// <summary>Returns each row's maximum with its neighbors in time and frequency.</summary>
    private CellRows Widened(int firstFrame, int endFrame)
    {
        var widened = new CellRows(endFrame - firstFrame, _stride);
        for (var frame = firstFrame; frame < endFrame; frame++)
        {
            Widen(Row(frame - 1), Row(frame), Row(frame + 1), widened[frame - firstFrame]);
        }

        return widened;
    }

    /// <summary>
    /// The same of rows less what each bin has on average: a room or a loudspeaker may have lifted or swallowed it all
    /// along.
    /// </summary>
    private CellRows WidenedLessMean(int firstFrame, int endFrame, int firstOfMean)
    {
        var means = BinMeans(firstOfMean, endFrame);
        var (excess, lack) = (new byte[_stride], new byte[_stride]);
        for (var at = 0; at < means.Length; at++)
        {
            excess[at] = (byte)Math.Max(0, means[at] - ZeroContrast);
            lack[at] = (byte)Math.Max(0, ZeroContrast - means[at]);
        }

        // Neighbors beyond the stretch are less its mean, too.
        var (first, end) = (Math.Max(0, firstFrame - 1), Math.Min(FrameCount, endFrame + 1));
        using var rows = new CellRows(Math.Max(0, end - first), _stride);
        for (var frame = first; frame < end; frame++)
        {
            Level(_rows[frame], excess, lack, rows[frame - first]);
        }

        var widened = new CellRows(endFrame - firstFrame, _stride);
        for (var frame = firstFrame; frame < endFrame; frame++)
        {
            var at = frame - first;
            var (before, after) = (Math.Max(0, at - 1), Math.Min(rows.Count - 1, at + 1));
            Widen(rows[before], rows[at], rows[after], widened[frame - firstFrame]);
        }

        return widened;
    }

    private int[] BinMeans(int firstFrame, int endFrame)
    {
        // A byte at most each: 16 bits hold the sums of that many rows.
        const int RowsAtOnce = 256;
        var sums = new int[_stride];
        var partial = new ushort[_stride];
        for (var frame = firstFrame; frame < endFrame; frame++)
        {
            AddTo(partial, _rows[frame]);
            if ((frame - firstFrame) % RowsAtOnce == RowsAtOnce - 1 || frame == endFrame - 1)
            {
                for (var at = 0; at < sums.Length; at++)
                {
                    sums[at] += partial[at];
                }

                Array.Clear(partial);
            }
        }

        return Array.ConvertAll(sums, sum => endFrame > firstFrame ? sum / (endFrame - firstFrame) : ZeroContrast);
    }

    private static void AddTo(ushort[] sums, byte[] row)
    {
        ref var sum = ref MemoryMarshal.GetArrayDataReference(sums);
        for (var at = BinRadius; at < row.Length - BinRadius; at += Vector256<byte>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref row[at]));
            (Vector256.LoadUnsafe(ref sum, (nuint)at) + low).StoreUnsafe(ref sum, (nuint)at);
            (Vector256.LoadUnsafe(ref sum, (nuint)at + 16) + high).StoreUnsafe(ref sum, (nuint)at + 16);
        }
    }

    private static void Level(byte[] row, byte[] excess, byte[] lack, Span<byte> leveled)
    {
        leveled[..BinRadius].Clear();
        leveled[(row.Length - BinRadius)..].Clear();
        for (var at = BinRadius; at < row.Length - BinRadius; at += Vector256<byte>.Count)
        {
            var less = Vector256.SubtractSaturate(
                Vector256.LoadUnsafe(ref row[at]), Vector256.LoadUnsafe(ref excess[at]));
            Vector256.AddSaturate(less, Vector256.LoadUnsafe(ref lack[at])).StoreUnsafe(ref leveled[at]);
        }
    }

    private void Widen(
        ReadOnlySpan<byte> before, ReadOnlySpan<byte> row, ReadOnlySpan<byte> after, Span<byte> widened)
    {
        ref var past = ref MemoryMarshal.GetReference(before);
        ref var present = ref MemoryMarshal.GetReference(row);
        ref var future = ref MemoryMarshal.GetReference(after);
        for (var start = BinRadius; start < row.Length - BinRadius; start += Vector256<byte>.Count)
        {
            var greatest = Vector256<byte>.Zero;
            for (var at = (nuint)start - 1; at <= (nuint)start + 1; at++)
            {
                greatest = Vector256.Max(greatest, Vector256.LoadUnsafe(ref past, at));
                greatest = Vector256.Max(greatest, Vector256.LoadUnsafe(ref present, at));
                greatest = Vector256.Max(greatest, Vector256.LoadUnsafe(ref future, at));
            }

            greatest.StoreUnsafe(ref widened[start]);
        }

        // Beyond the band there is nothing.
        widened[..BinRadius].Clear();
        widened[(BinRadius + _profile.BinCount)..].Clear();
    }
}
