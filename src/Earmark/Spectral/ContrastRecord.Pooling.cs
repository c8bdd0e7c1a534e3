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
        var greatest = new byte[_stride];
        for (var frame = 0; frame < frames; frame++)
        {
            var end = (int)((long)(frame + 1) * frameCount / frames);
            Array.Clear(greatest);
            for (var at = (int)((long)frame * frameCount / frames); at < end; at++)
            {
                RaiseTo(greatest, _rows[firstFrame + at]);
            }

            var row = greatest.AsSpan(BinRadius, binCount);
            for (var bin = 0; bin < bins; bin++)
            {
                var most = (byte)0;
                foreach (var cell in row[(bin * binCount / bins)..((bin + 1) * binCount / bins)])
                {
                    most = Math.Max(most, cell);
                }

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
}
