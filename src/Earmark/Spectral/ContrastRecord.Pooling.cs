using System.Numerics;
using System.Runtime.Intrinsics;

namespace Earmark.Spectral;

/// <content>For pictures: fewer cells than were heard.</content>
public sealed partial class ContrastRecord
{
    /// <summary>
    /// Reads a stretch in so few cells that a picture can show each: of every rectangle of cells the greatest, so that
    /// a peak stays one however small the picture is.
    /// </summary>
    /// <param name="firstFrame">First frame of the stretch.</param>
    /// <param name="endFrame">Frame behind its last one, at most <see cref="FrameCount"/>.</param>
    /// <param name="framesMax">Frames at most; fewer where the stretch has fewer.</param>
    /// <param name="binsMax">Bins at most; fewer where the band has fewer.</param>
    public PooledContrast Pool(int firstFrame, int endFrame, int framesMax, int binsMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstFrame);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(endFrame, FrameCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(framesMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(binsMax, 1);
        var (frameCount, binCount) = (endFrame - firstFrame, _profile.BinCount);
        var (frames, bins) = (Math.Min(framesMax, frameCount), Math.Min(binsMax, binCount));
        var cells = new float[frames * bins];

        // Two runs of this many bins, one from each end, cover what a cell stands for.
        var run = (int)BitOperations.RoundUpToPowerOf2((uint)((binCount / bins) + 1)) / 2;
        var greatest = new byte[_stride + run + Vector256<byte>.Count];
        for (var frame = 0; frame < frames; frame++)
        {
            var end = (int)((long)(frame + 1) * frameCount / frames);
            Array.Clear(greatest);
            for (var at = (int)((long)frame * frameCount / frames); at < end; at++)
            {
                RaiseTo(greatest, _rows[firstFrame + at]);
            }

            RaiseToRuns(greatest, run);
            for (var bin = 0; bin < bins; bin++)
            {
                var (low, high) = (bin * binCount / bins, (bin + 1) * binCount / bins);
                var most = Math.Max(greatest[BinRadius + low], greatest[BinRadius + high - run]);
                cells[(frame * bins) + bin] = ToNats(most);
            }
        }

        return new PooledContrast(frames, bins, cells);
    }

    private static void RaiseTo(byte[] greatest, byte[] row)
    {
        for (var at = BinRadius; at < row.Length - BinRadius; at += Vector256<byte>.Count)
        {
            Vector256.Max(Vector256.LoadUnsafe(ref greatest[at]), Vector256.LoadUnsafe(ref row[at]))
                .StoreUnsafe(ref greatest[at]);
        }
    }

    /// <summary>Raises each cell to the greatest of a run that begins with it; a power of two of cells.</summary>
    private void RaiseToRuns(byte[] cells, int run)
    {
        for (var step = 1; step < run; step *= 2)
        {
            // What lies ahead has not been raised yet.
            for (var at = BinRadius; at < _stride - BinRadius; at += Vector256<byte>.Count)
            {
                Vector256.Max(Vector256.LoadUnsafe(ref cells[at]), Vector256.LoadUnsafe(ref cells[at + step]))
                    .StoreUnsafe(ref cells[at]);
            }
        }
    }
}
