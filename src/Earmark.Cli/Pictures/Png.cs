using System.Buffers.Binary;
using System.IO.Compression;

namespace Earmark.Cli.Pictures;

/// <summary>Writes pictures as PNG: 8 bits a channel, in full color or as indices into a palette.</summary>
/// <remarks>
/// <code>
/// file    signature, then the chunks IHDR, PLTE (of a palette), IDAT, IEND
/// chunk   length of the data (4 bytes, big-endian), type (4 letters), data, CRC-32 of type and data (4 bytes)
/// IHDR    width (4), height (4), bits a channel (1), color type (1: 2 is color, 3 palette), and three zeros
/// IDAT    zlib stream of the rows from top to bottom, each behind a byte that names its filter: 0, none
/// </code>
/// Source: W3C, Portable Network Graphics Specification, second edition, sections 5 and 11. No row is filtered: flat
/// colors and indices gain nothing by it.
/// </remarks>
internal static class Png
{
    /// <summary>Colors that a palette may have.</summary>
    public const int PaletteMax = 256;

    private const int Channels = 3;
    private const byte Color = 2;
    private const byte Palette = 3;

    private static readonly uint[] Remainders = [.. Enumerable.Range(0, 256).Select(Remainder)];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes a picture in full color.</summary>
    /// <param name="pixels">Shape [height, width, 3]: red, green, blue, from the top left corner.</param>
    public static void Write(Stream stream, int width, int height, ReadOnlySpan<byte> pixels) =>
        Write(stream, width, height, Channels, pixels, default);

    /// <summary>Writes a picture of at most 256 colors: a third of the bytes, before compression.</summary>
    /// <param name="pixels">Shape [height, width]: indices of colors, from the top left corner.</param>
    /// <param name="palette">Shape [colors, 3]: red, green, blue. No index may lie beyond it.</param>
    public static void WriteIndexed(
        Stream stream, int width, int height, ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> palette)
    {
        if (palette.Length is 0 or > PaletteMax * Channels || palette.Length % Channels != 0)
        {
            throw new ArgumentException("A palette has 1 to 256 colors of three bytes.", nameof(palette));
        }

        Write(stream, width, height, channels: 1, pixels, palette);
    }

    private static void Write(
        Stream stream,
        int width,
        int height,
        int channels,
        ReadOnlySpan<byte> pixels,
        ReadOnlySpan<byte> palette)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        var rowLength = width * channels;
        if (pixels.Length != (long)rowLength * height)
        {
            throw new ArgumentException(
                $"{width} × {height} pixels are {(long)rowLength * height} bytes, not {pixels.Length}.",
                nameof(pixels));
        }

        stream.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = palette.IsEmpty ? Color : Palette;
        WriteChunk(stream, "IHDR"u8, header);
        if (!palette.IsEmpty)
        {
            WriteChunk(stream, "PLTE"u8, palette);
        }

        WriteChunk(stream, "IDAT"u8, Packed(pixels, rowLength));
        WriteChunk(stream, "IEND"u8, []);
    }

    private static ReadOnlySpan<byte> Packed(ReadOnlySpan<byte> pixels, int rowLength)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (; !pixels.IsEmpty; pixels = pixels[rowLength..])
            {
                zlib.WriteByte(0);
                zlib.Write(pixels[..rowLength]);
            }
        }

        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        stream.Write(number);
    }

    /// <summary>CRC-32 as of the specification, appendix D; begins with all ones, and is inverted at the end.</summary>
    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc = Remainders[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint Remainder(int value)
    {
        const uint Polynomial = 0xEDB88320;
        var remainder = (uint)value;
        for (var bit = 0; bit < 8; bit++)
        {
            remainder = (remainder & 1) != 0 ? Polynomial ^ (remainder >> 1) : remainder >> 1;
        }

        return remainder;
    }
}
