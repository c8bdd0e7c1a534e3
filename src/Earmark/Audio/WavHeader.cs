using System.Buffers.Binary;
using System.Text;

namespace Earmark.Audio;

/// <summary>What precedes the samples of a WAV file, or of the same format on a pipe.</summary>
/// <remarks>
/// <code>
/// "RIFF" | "RF64" | "BW64"   u32 size   "WAVE"   chunks: 4 bytes id, u32 size, data, a pad byte if the size is odd
/// "ds64"   u64 riff size, u64 data size: they stand for sizes of 0xFFFFFFFF
/// "fmt "   u16 codec, u16 channels, u32 rate, u32 bytes/s, u16 frame bytes, u16 bits; codec 0xFFFE: 8 bytes on, codec
/// "LIST"   "INFO", then chunks of text: INAM title, IART artist, IPRD album
/// "data"   the samples; size 0 or 0xFFFFFFFF: up to the end
/// </code>
/// Sources: Microsoft, "Multimedia Programming Interface and Data Specifications 1.0"; EBU Tech 3306.
/// </remarks>
internal sealed class WavHeader
{
    /// <summary>Bytes that tell a WAV file from others.</summary>
    public const int MagicLength = 12;

    private const uint UnknownSize = uint.MaxValue;
    private const int ExtensibleCodec = 0xFFFE;
    private const int FormatBytesMax = 64;
    private const int ListBytesMax = 1 << 20;
    private const int TextLengthMax = 1000;

    private readonly Stream _stream;
    private ulong _wideDataBytes;
    private bool _hasFormat;

    private WavHeader(Stream stream)
    {
        _stream = stream;
    }

    /// <summary>The layout of the samples; null where they are compressed, which is FFmpeg's to read.</summary>
    public PcmFormat? Format { get; private set; }

    /// <summary>Bytes of samples; null if the header leaves that open.</summary>
    public long? DataBytes { get; private set; }

    public AudioTags Tags { get; private set; } = new();

    /// <summary>Where the header contradicts itself but can be read, as the end of a sentence.</summary>
    public string? Warning { get; private set; }

    public static bool IsWav(ReadOnlySpan<byte> magic) =>
        magic.Length >= MagicLength
        && (magic.StartsWith("RIFF"u8) || magic.StartsWith("RF64"u8) || magic.StartsWith("BW64"u8))
        && magic[8..].StartsWith("WAVE"u8);

    /// <summary>Reads up to the first sample, forward only.</summary>
    /// <param name="name">The source, for messages.</param>
    /// <exception cref="AudioException">There is no such header, or it makes no sense.</exception>
    public static WavHeader Read(Stream stream, string name)
    {
        Span<byte> magic = stackalloc byte[MagicLength];
        if (stream.ReadAtLeast(magic, MagicLength, false) < MagicLength || !IsWav(magic))
        {
            throw new AudioException($"{name} is not a WAV file; expected it to begin with RIFF … WAVE.");
        }

        var header = new WavHeader(stream);
        Span<byte> chunk = stackalloc byte[8];
        while (stream.ReadAtLeast(chunk, chunk.Length, false) == chunk.Length)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("data"u8))
            {
                header.EndAtData(size, name);
                return header;
            }

            header.ReadChunk(chunk[..4], size, name);
        }

        throw new AudioException(
            $"{name} is a WAV file that ends before its samples begin; expected a data chunk; copy it again.");
    }

    /// <summary>Reads the tags that some programs write behind the samples.</summary>
    /// <param name="stream">Stands at a chunk; what is no chunk ends the search.</param>
    public static AudioTags ReadTrailingTags(Stream stream)
    {
        var header = new WavHeader(stream);
        Span<byte> chunk = stackalloc byte[8];
        while (stream.ReadAtLeast(chunk, chunk.Length, false) == chunk.Length && IsChunkId(chunk))
        {
            if (chunk.StartsWith("LIST"u8))
            {
                header.ReadChunk(chunk[..4], BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]), "");
            }
            else
            {
                header.Skip(BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]));
            }
        }

        return header.Tags;
    }

    /// <summary>Whether these bytes can begin a chunk: four printable characters.</summary>
    public static bool IsChunkId(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 4 && !bytes[..4].ContainsAnyExceptInRange((byte)' ', (byte)'~');

    private void ReadChunk(ReadOnlySpan<byte> id, uint size, string name)
    {
        if (id.SequenceEqual("fmt "u8))
        {
            var bytes = ReadStart(size, FormatBytesMax);
            if (bytes.Length < 16)
            {
                throw new AudioException(
                    $"{name} is a WAV file with a format chunk of {bytes.Length} bytes; expected 16 or more.");
            }

            ReadFormat(bytes, name);
        }
        else if (id.SequenceEqual("LIST"u8))
        {
            ReadList(ReadStart(size, ListBytesMax));
        }
        else if (id.SequenceEqual("ds64"u8))
        {
            var bytes = ReadStart(size, 16);
            _wideDataBytes = bytes.Length == 16 ? BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8)) : 0;
        }
        else
        {
            Skip(size + (size & 1L));
        }
    }

    private void EndAtData(uint size, string name)
    {
        if (!_hasFormat)
        {
            throw new AudioException($"{name} is a WAV file without a format chunk; expected one before its samples.");
        }

        DataBytes = size switch
        {
            UnknownSize when _wideDataBytes is > 0 and < long.MaxValue => (long)_wideDataBytes,
            0 or UnknownSize => null,
            _ => size,
        };
    }

    private void ReadFormat(ReadOnlySpan<byte> bytes, string name)
    {
        var codec = (int)BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        var sampleRate = (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
        var frameBytes = BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]);
        if (codec == ExtensibleCodec && bytes.Length >= 26)
        {
            codec = BinaryPrimitives.ReadUInt16LittleEndian(bytes[24..]);
        }

        _hasFormat = true;
        var sampleBytes = (bits + 7) / 8;
        if (channels > 0 && frameBytes % channels == 0 && frameBytes / channels > sampleBytes)
        {
            // 24 bits in four bytes, for example: the bits stand at the upper end.
            sampleBytes = frameBytes / channels;
        }

        if (EncodingOf(codec, sampleBytes) is not { } encoding)
        {
            return;
        }

        var format = new PcmFormat(encoding, sampleRate, channels);
        if (format.Fault is { } fault)
        {
            throw new AudioException($"{name} is a WAV file whose header {fault}.");
        }

        Format = format;
        if (frameBytes != format.FrameBytes)
        {
            Warning = $"states {frameBytes} bytes for each frame of {channels} × {bits} bits; "
                + $"it was read with {format.FrameBytes}";
        }
    }

    private static SampleEncoding? EncodingOf(int codec, int sampleBytes) => (codec, sampleBytes) switch
    {
        (1, 1) => SampleEncoding.Unsigned8,
        (1, 2) => SampleEncoding.Signed16,
        (1, 3) => SampleEncoding.Signed24,
        (1, 4) => SampleEncoding.Signed32,
        (3, 4) => SampleEncoding.Ieee32,
        (3, 8) => SampleEncoding.Ieee64,
        _ => null,
    };

    private void ReadList(ReadOnlySpan<byte> list)
    {
        if (!list.StartsWith("INFO"u8))
        {
            return;
        }

        for (var at = 4; at + 8 <= list.Length;)
        {
            var id = list.Slice(at, 4);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(list[(at + 4)..]);
            at += 8;
            var text = Decode(list.Slice(at, (int)Math.Min(size, list.Length - at)));
            Tags = id switch
            {
                _ when id.SequenceEqual("INAM"u8) => Tags with { Title = text },
                _ when id.SequenceEqual("IART"u8) => Tags with { Artist = text },
                _ when id.SequenceEqual("IPRD"u8) => Tags with { Album = text },
                _ => Tags,
            };
            at = (int)Math.Min(list.Length, at + (long)size + (size & 1));
        }
    }

    /// <summary>Text up to its zero: UTF-8, or Latin-1 where it is not valid UTF-8. Null if empty.</summary>
    private static string? Decode(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        bytes = end < 0 ? bytes : bytes[..end];
        var encoding = System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1;
        var text = encoding.GetString(bytes).Trim();
        return text.Length == 0 ? null : text[..Math.Min(text.Length, TextLengthMax)];
    }

    /// <summary>Reads the first bytes of a chunk and skips the rest of it, padding included.</summary>
    private byte[] ReadStart(uint size, int limit)
    {
        var bytes = new byte[Math.Min(size, limit)];
        var read = _stream.ReadAtLeast(bytes, bytes.Length, false);
        Skip(size + (size & 1L) - read);
        return bytes[..read];
    }

    private void Skip(long count)
    {
        if (_stream.CanSeek)
        {
            // Not beyond the end: a stream in memory takes no place that an int cannot name.
            _stream.Seek(Math.Min(count, Math.Max(0, _stream.Length - _stream.Position)), SeekOrigin.Current);
            return;
        }

        var buffer = new byte[Math.Min(count, 64 * 1024)];
        while (count > 0)
        {
            var read = _stream.Read(buffer, 0, (int)Math.Min(count, buffer.Length));
            if (read == 0)
            {
                return;
            }

            count -= read;
        }
    }
}
