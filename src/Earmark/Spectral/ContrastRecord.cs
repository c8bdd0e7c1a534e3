using System.Runtime.Intrinsics;

namespace Earmark.Spectral;

/// <summary>Keeps a recording's contrast, to rank each cell among its surroundings, stretch by stretch.</summary>
/// <remarks>
/// Rows are kept as bytes (67 KB per second), and widened by their maximum over 3 × 3 cells, as a place is
/// known to half a frame and half a bin only. Whole numbers from there on: equal on any machine.
/// </remarks>
public sealed class ContrastRecord
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
    public ExceedanceMap Exceedance(int firstFrame, int endFrame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstFrame);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(endFrame, FrameCount);

        var firstCell = Math.Max(0, firstFrame - ExceedanceCount.FrameRadius);
        var cells = Widen(_rows, firstCell, Math.Min(FrameCount, endFrame + ExceedanceCount.FrameRadius));
        var ownCells = Widen(Leveled(firstFrame, endFrame), firstFrame, endFrame);
        var levels = new byte[(endFrame - firstFrame) * _profile.BinCount];
        var binTotals = ExceedanceCount.BinTotals(_profile.BinCount);
        var (overTime, overBins, overOwnBins) = (new byte[_stride], new byte[_stride], new byte[_stride]);
        for (var frame = firstFrame; frame < endFrame; frame++)
        {
            var frameTotal = ExceedanceCount.OverTime(cells, frame - firstCell, overTime);
            ExceedanceCount.OverBins(cells[frame - firstCell], overBins);
            ExceedanceCount.OverBins(ownCells[frame - firstFrame], overOwnBins);
            var row = levels.AsSpan((frame - firstFrame) * _profile.BinCount, _profile.BinCount);
            for (var bin = 0; bin < row.Length; bin++)
            {
                var reached = Math.Min(overBins[BinRadius + bin], overOwnBins[BinRadius + bin]);
                row[bin] = Math.Max(
                    ExceedanceCount.Level(overTime[BinRadius + bin], frameTotal),
                    ExceedanceCount.Level(reached, binTotals[bin]));
            }
        }

        return new ExceedanceMap(levels, firstFrame, _profile);
    }

    /// <summary>
    /// Sixteenths of a nat from −4 to 8, quarters up to 24: only the order counts, but few may tie, loud ones neither.
    /// </summary>
    private static byte ToByte(float contrast) =>
        (byte)Math.Clamp((int)MathF.Min(16 * (contrast + 4), 160 + (4 * contrast)), 0, byte.MaxValue);

    /// <summary>
    /// Returns all rows, those from <paramref name="firstFrame"/> on and their neighbors less what each bin has on
    /// average: a room or a loudspeaker may have lifted or swallowed it all along.
    /// </summary>
    private byte[][] Leveled(int firstFrame, int endFrame)
    {
        var sums = new int[_stride];
        for (var frame = firstFrame; frame < endFrame; frame++)
        {
            for (var at = 0; at < sums.Length; at++)
            {
                sums[at] += _rows[frame][at];
            }
        }

        var (excess, lack) = (new byte[_stride], new byte[_stride]);
        for (var at = 0; at < sums.Length; at++)
        {
            var mean = endFrame > firstFrame ? sums[at] / (endFrame - firstFrame) : ZeroContrast;
            excess[at] = (byte)Math.Max(0, mean - ZeroContrast);
            lack[at] = (byte)Math.Max(0, ZeroContrast - mean);
        }

        var leveled = _rows.ToArray();
        for (var frame = Math.Max(0, firstFrame - 1); frame < Math.Min(FrameCount, endFrame + 1); frame++)
        {
            leveled[frame] = new byte[_stride];
            for (var at = BinRadius; at < _stride - BinRadius; at += Vector256<byte>.Count)
            {
                var less = Vector256.SubtractSaturate(
                    Vector256.LoadUnsafe(ref _rows[frame][at]), Vector256.LoadUnsafe(ref excess[at]));
                Vector256.AddSaturate(less, Vector256.LoadUnsafe(ref lack[at])).StoreUnsafe(ref leveled[frame][at]);
            }
        }

        return leveled;
    }

    /// <summary>Returns each row's maximum with its neighbors in time and frequency.</summary>
    private byte[][] Widen(IReadOnlyList<byte[]> rows, int first, int end)
    {
        var widened = new byte[end - first][];
        for (var frame = first; frame < end; frame++)
        {
            var row = widened[frame - first] = new byte[_stride];
            var (before, after) = (Math.Max(0, frame - 1), Math.Min(FrameCount - 1, frame + 1));
            Widen(rows[before], rows[frame], rows[after], row);

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
}
