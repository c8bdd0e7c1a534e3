using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Earmark.Tests.Cli.Pictures;

/// <summary>A PNG file as a reader that trusts nothing sees it: 8 bits a channel, rows without filters.</summary>
/// <param name="Pixels">Shape [height, width, channels].</param>
internal sealed record ReadPng(int Width, int Height, int ColorType, byte[] Pixels, byte[] Palette)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is none, or damaged.</exception>
    public static ReadPng Of(byte[] file)
    {
        Demand(file[0] == 0x89 && file.AsSpan(1, 7).SequenceEqual("PNG\r\n\u001a\n"u8), "signature");
        var chunks = new List<(string Type, byte[] Data)>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var crc = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length));
            Demand(crc == Crc(file.AsSpan(at + 4, 4 + length)), "checksum");
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }

        Demand(chunks[0].Type == "IHDR" && chunks[^1].Type == "IEND", "order");
        var header = chunks[0].Data;
        var (width, height) = (
            BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        Demand(header[8] == 8 && header[10] == 0 && header[11] == 0 && header[12] == 0, "header");
        var channels = header[9] == 2 ? 3 : 1;
        using var zlib = new ZLibStream(
            new MemoryStream(chunks.Single(chunk => chunk.Type == "IDAT").Data), CompressionMode.Decompress);
        var rows = new MemoryStream();
        zlib.CopyTo(rows);
        var pixels = new List<byte>();
        foreach (var row in rows.ToArray().Chunk(1 + (width * channels)))
        {
            Demand(row[0] == 0, "filter");
            pixels.AddRange(row[1..]);
        }

        Demand(pixels.Count == width * height * channels, "length");
        var palette = chunks.Where(chunk => chunk.Type == "PLTE").Select(chunk => chunk.Data).SingleOrDefault() ?? [];
        return new ReadPng(width, height, header[9], [.. pixels], palette);
    }

    /// <summary>The color of a pixel of a picture in color.</summary>
    public (byte Red, byte Green, byte Blue) At(int x, int y)
    {
        var at = ((y * Width) + x) * 3;
        return (Pixels[at], Pixels[at + 1], Pixels[at + 2]);
    }

    /// <summary>CRC-32 by its definition, a bit at a time.</summary>
    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }

    private static void Demand(bool isSo, string what)
    {
        if (!isSo)
        {
            throw new InvalidDataException($"The {what} is not that of a PNG file.");
        }
    }
}
