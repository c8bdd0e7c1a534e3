using System.Buffers.Binary;
using System.Numerics;
using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>
/// Packs a constellation into about 2.6 bytes a peak, exactly, so that any part can be read by itself.
/// </summary>
/// <remarks>
/// <code>
/// offset  size
///      0     4   CRC-32C of everything from byte 4 to the end of the index
///      4     4   peaks
///      8     4   frames of the recording
///     12     1   highest rank
///     13     1   Rice bits k of the frame deltas
///     14     2   zero
///     16   8·c   index, one entry per chunk: u32 end of the chunk, counted from the first chunk; u32 its CRC-32C
///      …         chunks
/// </code>
/// <para>
/// Chunk i holds the peaks of frames 256·i … 256·i + 255, c = ⌈frames / 256⌉. Each peak is three numbers in a bit
/// stream, lowest bit first: the frame since the peak before (since the chunk's first frame, for its first peak) as a
/// Rice code, a unary quotient of ones closed by a zero, then k bits; the frequency step in 13 bits; the rank in
/// truncated binary. Ones fill the last byte: a quotient that does not end is the end of the chunk.
/// </para>
/// <para>
/// Source: S. Golomb, "Run-length encodings", IEEE Trans. Inf. Theory 12 (1966); R. Rice, JPL 79-22 (1979).
/// </para>
/// </remarks>
internal static class ConstellationCodec
{
    /// <summary>Frames of a chunk (4.1 s), the smallest part that can be read.</summary>
    public const int ChunkLength = 256;

    private const int HeaderSize = 16;
    private const int EntrySize = 8;
    private const int RiceBitsMax = 7;

    /// <summary>Encodes <paramref name="constellation"/>.</summary>
    /// <exception cref="ArgumentException">A peak is out of order or does not fit its fields.</exception>
    public static byte[] Encode(Constellation constellation)
    {
        ArgumentNullException.ThrowIfNull(constellation);
        Peak[] peaks = [.. constellation.Peaks];
        Check(peaks, constellation.FrameCount);

        var rankMax = peaks.Length == 0 ? (byte)0 : peaks.Max(peak => peak.Rank);
        var riceBits = CheapestRiceBits(peaks);
        var chunkCount = ChunkCount(constellation.FrameCount);
        var head = new byte[HeaderSize + (chunkCount * EntrySize)];
        var writer = new BitWriter();
        var next = 0;

        for (var chunk = 0; chunk < chunkCount; chunk++)
        {
            var start = writer.ByteCount;
            var frame = chunk * ChunkLength;
            var chunkEnd = (long)frame + ChunkLength;
            for (; next < peaks.Length && peaks[next].Frame < chunkEnd; next++)
            {
                WritePeak(writer, peaks[next], frame, riceBits, rankMax);
                frame = peaks[next].Frame;
            }

            writer.PadWithOnes();
            var entry = head.AsSpan(HeaderSize + (chunk * EntrySize), EntrySize);
            BinaryPrimitives.WriteInt32LittleEndian(entry, writer.ByteCount);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], Crc32C.Compute(writer.Bytes[start..]));
        }

        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), peaks.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), constellation.FrameCount);
        head[12] = rankMax;
        head[13] = (byte)riceBits;
        BinaryPrimitives.WriteUInt32LittleEndian(head, Crc32C.Compute(head.AsSpan(4)));
        return [.. head, .. writer.Bytes];
    }

    /// <summary>Decodes the whole of what <see cref="Encode"/> made; false when it is damaged.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out Constellation constellation)
    {
        constellation = new Constellation([], 0);
        if (!TryReadHead(bytes, out var head))
        {
            return false;
        }

        var peaks = Array.Empty<Peak>();
        var count = Read(bytes, 0, head.FrameCount - 1, ref peaks);
        if (count != head.PeakCount)
        {
            return false;
        }

        Array.Resize(ref peaks, count);
        constellation = new Constellation(peaks, head.FrameCount);
        return true;
    }

    /// <summary>Reads the peaks of frames <paramref name="firstFrame"/> … <paramref name="lastFrame"/>.</summary>
    /// <param name="peaks">Receives them from index 0, in the order they were encoded; grows where needed.</param>
    /// <returns>How many there are; −1 when what was read is damaged.</returns>
    public static int Read(ReadOnlySpan<byte> bytes, int firstFrame, int lastFrame, ref Peak[] peaks)
    {
        if (!TryReadHead(bytes, out var head))
        {
            return -1;
        }

        var count = 0;
        firstFrame = Math.Max(firstFrame, 0);
        lastFrame = Math.Min(lastFrame, head.FrameCount - 1);
        for (var chunk = firstFrame / ChunkLength; firstFrame <= lastFrame && chunk <= lastFrame / ChunkLength; chunk++)
        {
            var entry = bytes[(HeaderSize + (chunk * EntrySize))..];
            var start = chunk == 0 ? 0 : ReadEnd(bytes, chunk - 1);
            var end = ReadEnd(bytes, chunk);
            if (start < 0 || end < start || end > bytes.Length - head.Size)
            {
                return -1;
            }

            var body = bytes.Slice(head.Size + start, end - start);
            if (Crc32C.Compute(body) != BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]))
            {
                return -1;
            }

            ReadChunk(body, chunk * ChunkLength, head, (firstFrame, lastFrame), ref peaks, ref count);
        }

        return count;
    }

    private static void ReadChunk(
        ReadOnlySpan<byte> body, int frame, Head head, (int First, int Last) range, ref Peak[] peaks, ref int count)
    {
        var reader = new BitReader(body);
        while (reader.TryReadUnary(out var quotient))
        {
            frame += (quotient << head.RiceBits) | (int)reader.Read(head.RiceBits);
            var step = (ushort)reader.Read(Peak.StepBits);
            var rank = ReadRank(ref reader, head.RankMax);
            if (frame > range.Last)
            {
                return;
            }

            if (frame >= range.First)
            {
                if (count == peaks.Length)
                {
                    Array.Resize(ref peaks, Math.Max(128, peaks.Length * 2));
                }

                peaks[count++] = new Peak(frame, step, rank);
            }
        }
    }

    private static void WritePeak(BitWriter writer, Peak peak, int previousFrame, int riceBits, byte rankMax)
    {
        var delta = peak.Frame - previousFrame;
        writer.WriteUnary(delta >> riceBits);
        writer.Write((uint)delta, riceBits);
        writer.Write(peak.Step, Peak.StepBits);
        WriteRank(writer, peak.Rank, rankMax);
    }

    // Truncated binary: of rankMax + 1 symbols the first few take one bit less than the others.
    private static void WriteRank(BitWriter writer, byte rank, byte rankMax)
    {
        var (bits, shortCount) = RankCode(rankMax);
        if (rank < shortCount)
        {
            writer.Write(rank, bits);
        }
        else
        {
            var code = (uint)(rank + shortCount);
            writer.Write(code >> 1, bits);
            writer.Write(code, 1);
        }
    }

    private static byte ReadRank(ref BitReader reader, byte rankMax)
    {
        var (bits, shortCount) = RankCode(rankMax);
        var code = (int)reader.Read(bits);
        return (byte)(code < shortCount ? code : ((code << 1) | (int)reader.Read(1)) - shortCount);
    }

    private static (int Bits, int ShortCount) RankCode(byte rankMax)
    {
        var bits = BitOperations.Log2((uint)rankMax + 1);
        return (bits, (2 << bits) - (rankMax + 1));
    }

    private static int CheapestRiceBits(ReadOnlySpan<Peak> peaks)
    {
        var costs = new long[RiceBitsMax + 1];
        var previous = default(Peak);
        foreach (var peak in peaks)
        {
            var chunkStart = peak.Frame / ChunkLength * ChunkLength;
            var delta = peak.Frame - Math.Max(previous.Frame, chunkStart);
            for (var bits = 0; bits <= RiceBitsMax; bits++)
            {
                costs[bits] += (delta >> bits) + 1 + bits;
            }

            previous = peak;
        }

        return Array.IndexOf(costs, costs.Min());
    }

    private static void Check(ReadOnlySpan<Peak> peaks, int frameCount)
    {
        var previousFrame = 0;
        foreach (var peak in peaks)
        {
            if (peak.Frame < previousFrame || peak.Frame >= frameCount || peak.Step >= 1 << Peak.StepBits)
            {
                throw new ArgumentException(
                    $"{peak} is out of order, beyond the {frameCount} frames or above {Peak.StepBits} bits.",
                    nameof(peaks));
            }

            previousFrame = peak.Frame;
        }
    }

    private static bool TryReadHead(ReadOnlySpan<byte> bytes, out Head head)
    {
        head = default;
        if (bytes.Length < HeaderSize)
        {
            return false;
        }

        var frameCount = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        var size = HeaderSize + (frameCount < 0 ? 0 : (long)ChunkCount(frameCount) * EntrySize);
        if (frameCount < 0 || size > bytes.Length)
        {
            return false;
        }

        var peakCount = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        head = new Head(peakCount, frameCount, bytes[12], bytes[13], (int)size);
        return Crc32C.Compute(bytes[4..head.Size]) == BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private static int ReadEnd(ReadOnlySpan<byte> bytes, int chunk) =>
        BinaryPrimitives.ReadInt32LittleEndian(bytes[(HeaderSize + (chunk * EntrySize))..]);

    private static int ChunkCount(int frameCount) => (int)(((long)frameCount + ChunkLength - 1) / ChunkLength);

    private readonly record struct Head(int PeakCount, int FrameCount, byte RankMax, byte RiceBits, int Size);
}
