using System.Buffers.Binary;
using System.Text;
using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>The records of an export: a head of 16 bytes, and a body.</summary>
/// <remarks>
/// <code>
/// offset  size   head
///      0     4   bytes of the body
///      4     4   kind: "TRAK" or "END\n"
///      8     4   CRC-32C of the body
///     12     4   CRC-32C of bytes 0 … 11
///
/// offset  size   body of TRAK
///      0     8   size of the file, in bytes
///      8     8   last change of the file, UTC ticks of 100 ns
///     16     8   duration, ticks of 100 ns
///     24     …   five texts: ref id, path, title, artist, album
///      …     …   the constellation as ConstellationCodec has it, to the end
///
/// offset  size   a text
///      0     4   bytes of UTF-8; 0xFFFFFFFF for none, as only a ref id cannot be
///      4     …   UTF-8
///
/// offset  size   body of END
///      0     8   tracks
///      8     8   bytes of the export before this record
/// </code>
/// <para>The head has its own checksum: with it intact, a damaged body can be passed over.</para>
/// </remarks>
internal static class ExportRecord
{
    /// <summary>Bytes of a head.</summary>
    public const int HeadSize = 16;

    /// <summary>Bytes that a body may have: 300 hours of one track.</summary>
    public const int BodySizeMax = 1 << 26;

    /// <summary>"TRAK".</summary>
    public const uint TrackKind = 0x4B415254;

    /// <summary>"END\n".</summary>
    public const uint EndKind = 0x0A444E45;

    private const int EndSize = 16;
    private const int NumbersSize = 3 * sizeof(long);
    private const uint NoText = uint.MaxValue;

    // Longer than any recording: sums of what a hand has made must not overflow.
    private static readonly TimeSpan DurationMax = TimeSpan.FromDays(1000);

    /// <summary>The record of a track.</summary>
    /// <exception cref="ArgumentException">It takes more than <see cref="BodySizeMax"/> bytes.</exception>
    public static byte[] OfTrack(PackedTrack packed)
    {
        var track = packed.Track;
        string?[] texts = [track.RefId, track.Path, track.Title, track.Artist, track.Album];
        var textSize = texts.Sum(text => sizeof(uint) + (text is null ? 0L : Encoding.UTF8.GetByteCount(text)));
        var bodySize = NumbersSize + textSize + packed.Constellation.Length;
        if (bodySize > BodySizeMax)
        {
            throw new ArgumentException(
                $"{track.RefId} takes {bodySize} bytes, at most {BodySizeMax}.", nameof(packed));
        }

        var record = new byte[HeadSize + bodySize];
        var rest = record.AsSpan(HeadSize);
        WriteNumber(ref rest, track.FileSize);
        WriteNumber(ref rest, track.Modified);
        WriteNumber(ref rest, track.Duration.Ticks);
        foreach (var text in texts)
        {
            WriteText(ref rest, text);
        }

        packed.Constellation.CopyTo(rest);
        WriteHead(record, TrackKind);
        return record;
    }

    /// <summary>The record that ends an export.</summary>
    public static byte[] OfEnd(long trackCount, long byteCount)
    {
        var record = new byte[HeadSize + EndSize];
        var rest = record.AsSpan(HeadSize);
        WriteNumber(ref rest, trackCount);
        WriteNumber(ref rest, byteCount);
        WriteHead(record, EndKind);
        return record;
    }

    /// <summary>Reads a head; false when it is damaged.</summary>
    public static bool TryReadHead(ReadOnlySpan<byte> head, out uint kind, out int bodySize, out uint bodyChecksum)
    {
        bodySize = BinaryPrimitives.ReadInt32LittleEndian(head);
        kind = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        bodyChecksum = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(head[12..]) == Crc32C.Compute(head[..12])
            && (uint)bodySize <= BodySizeMax
            && (kind == TrackKind || (kind == EndKind && bodySize == EndSize));
    }

    /// <summary>Reads the body of a track; null when it cannot be one of that profile.</summary>
    public static PackedTrack? ReadTrack(ReadOnlySpan<byte> body, FingerprintProfile profile)
    {
        if (body.Length < NumbersSize)
        {
            return null;
        }

        var rest = body[NumbersSize..];
        var texts = new string?[5];
        foreach (ref var text in texts.AsSpan())
        {
            if (!TryReadText(ref rest, out text))
            {
                return null;
            }
        }

        if (texts[0] is not { Length: > 0 } refId
            || !ConstellationCodec.TryDecode(rest, out var constellation)
            || !Fits(constellation, profile))
        {
            return null;
        }

        var track = new NewTrack
        {
            FileSize = BinaryPrimitives.ReadInt64LittleEndian(body),
            Modified = BinaryPrimitives.ReadInt64LittleEndian(body[8..]),
            Duration = new TimeSpan(BinaryPrimitives.ReadInt64LittleEndian(body[16..])),
            RefId = refId,
            Path = texts[1],
            Title = texts[2],
            Artist = texts[3],
            Album = texts[4],
            Constellation = constellation,
        };
        var isSane = track.FileSize >= 0 && track.Duration >= TimeSpan.Zero && track.Duration <= DurationMax;
        return isSane ? new PackedTrack(track, rest.ToArray()) : null;
    }

    /// <summary>Reads the body of the end: how many tracks, and how many bytes before the record.</summary>
    public static (long TrackCount, long ByteCount) ReadEnd(ReadOnlySpan<byte> body) =>
        (BinaryPrimitives.ReadInt64LittleEndian(body), BinaryPrimitives.ReadInt64LittleEndian(body[8..]));

    // Checksums keep out accidents. What a hand has made must not reach tables that are sized by the profile.
    private static bool Fits(Constellation constellation, FingerprintProfile profile)
    {
        var before = new Peak(0, 0, 0);
        foreach (var peak in constellation.Peaks)
        {
            var isInOrder = (peak.Frame, peak.Step).CompareTo((before.Frame, before.Step)) >= 0;
            var bin = peak.Step / Peak.StepsPerBin;
            if (!isInOrder
                || peak.Frame >= constellation.FrameCount
                || bin < profile.LowestBin
                || bin > profile.HighestBin
                || peak.Rank >= profile.ReferencePeakRate)
            {
                return false;
            }

            before = peak;
        }

        return true;
    }

    private static void WriteNumber(ref Span<byte> rest, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(rest, value);
        rest = rest[sizeof(long)..];
    }

    private static void WriteText(ref Span<byte> rest, string? text)
    {
        var size = text is null ? 0 : Encoding.UTF8.GetBytes(text, rest[sizeof(uint)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(rest, text is null ? NoText : (uint)size);
        rest = rest[(sizeof(uint) + size)..];
    }

    private static bool TryReadText(ref ReadOnlySpan<byte> rest, out string? text)
    {
        text = null;
        if (rest.Length < sizeof(uint))
        {
            return false;
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        rest = rest[sizeof(uint)..];
        if (size == NoText)
        {
            return true;
        }

        if (size > rest.Length)
        {
            return false;
        }

        text = Encoding.UTF8.GetString(rest[..(int)size]);
        rest = rest[(int)size..];
        return true;
    }

    private static void WriteHead(Span<byte> record, uint kind)
    {
        var body = record[HeadSize..];
        BinaryPrimitives.WriteInt32LittleEndian(record, body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], kind);
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], Crc32C.Compute(body));
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], Crc32C.Compute(record[..12]));
    }
}
