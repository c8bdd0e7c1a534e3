using System.Text;

namespace Earmark.Indexing;

/// <summary>The checksum of a track's row: SQLite does not notice when a bit of a title flips on the disk.</summary>
internal static class TrackChecksum
{
    /// <summary>CRC-32C of all that the row says.</summary>
    /// <remarks>
    /// Numbers are 8 bytes, little endian; a text is its length in bytes of UTF-8 (−1 for none), then those bytes. In
    /// the order of the table's columns.
    /// </remarks>
    public static uint Of(long id, TrackDetails track, int landmarkCount)
    {
        using var row = new MemoryStream();
        using var writer = new BinaryWriter(row);
        writer.Write(id);
        Write(writer, track.RefId);
        Write(writer, track.Path);
        writer.Write(track.FileSize);
        writer.Write(track.Modified);
        Write(writer, track.Title);
        Write(writer, track.Artist);
        Write(writer, track.Album);
        writer.Write(track.Duration.Ticks);
        writer.Write((long)landmarkCount);
        return Crc32C.Compute(row.GetBuffer().AsSpan(0, (int)row.Length));
    }

    private static void Write(BinaryWriter writer, string? text)
    {
        // What follows a NUL does not come back from SQLite.
        var bytes = text is null ? null : Encoding.UTF8.GetBytes(text.Split('\0')[0]);
        writer.Write(bytes?.LongLength ?? -1);
        writer.Write(bytes ?? []);
    }
}
