using System.Buffers.Binary;
using System.Text;

namespace Earmark.Redis;

/// <summary>Small values as they are stored: kind, format version, content, and a checksum of all that.</summary>
internal static class Sealed
{
    /// <summary>Version this program writes, and the newest it reads.</summary>
    public const int FormatVersion = 1;

    private const int HeadSize = 8;

    /// <summary>Seals what <paramref name="write"/> writes.</summary>
    /// <param name="kind">Four letters.</param>
    public static byte[] Pack(string kind, Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Encoding.ASCII.GetBytes(kind));
        writer.Write(FormatVersion);
        write(writer);
        writer.Flush();
        var crc = Crc32C.Compute(stream.GetBuffer().AsSpan(0, (int)stream.Length));
        writer.Write(crc);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The inverse of <see cref="Pack"/>.</summary>
    /// <param name="name">What messages call the value.</param>
    /// <exception cref="LibraryException">It is damaged, or of a newer format.</exception>
    public static T Unpack<T>(string kind, byte[] bytes, string name, Func<BinaryReader, T> read)
    {
        if (bytes.Length < HeadSize + sizeof(uint)
            || Encoding.ASCII.GetString(bytes, 0, kind.Length) != kind
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - sizeof(uint)))
                != Crc32C.Compute(bytes.AsSpan(0, bytes.Length - sizeof(uint))))
        {
            throw Damaged(name);
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(kind.Length));
        if (version > FormatVersion)
        {
            throw new LibraryException(
                $"{name} has format {version}, this program reads up to {FormatVersion}: use a newer Earmark.");
        }

        try
        {
            var content = new MemoryStream(bytes, HeadSize, bytes.Length - HeadSize);
            using var reader = new BinaryReader(content, Encoding.UTF8);
            return read(reader);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            throw Damaged(name);
        }
    }

    /// <summary>Writes a text or null.</summary>
    public static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            writer.Write(text);
        }
    }

    /// <summary>The inverse of <see cref="WriteText"/>.</summary>
    public static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static LibraryException Damaged(string name) => new(
        $"{name} is damaged: restore the cluster from a backup, or import an export into a library of another name.");
}
