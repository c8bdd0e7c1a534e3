using System.Text;
using Earmark.Indexing;

namespace Earmark.Lab;

/// <summary>The songs of a folder with their pairs, kept in a file so that each is read only once.</summary>
/// <remarks>
/// FOLDER/.earmark-lab/SETTINGS.lab, written whole and put in place at once. It can be deleted: it is made again.
/// <code>
/// "EARMLAB1"   string settings   i32 songs
/// for each:    string name   i64 file bytes, modified   f64 seconds   i32 rate, channels, wrapped, peaks, pairs
///              for each pair:  i32 frame1   u8 frame2 − frame1, bin1, bin2
/// u32 CRC-32C of all before
/// </code>
/// Little endian; a string is UTF-8 behind its length in bytes, seven bits a byte. Another layout gets another digit.
/// </remarks>
public static class SongDatabase
{
    /// <summary>The folder beside the music.</summary>
    public const string FolderName = ".earmark-lab";

    private const string Ending = ".lab";

    private static readonly byte[] Magic = "EARMLAB1"u8.ToArray();

    /// <summary>Where the database of a folder is.</summary>
    public static string PathOf(string folder, LabSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Path.Combine(folder, FolderName, settings.Id + Ending);
    }

    /// <summary>Reads the songs; none if there is no such file.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of another version or other settings.</exception>
    public static IReadOnlyList<LabSong> Read(string path, LabSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!File.Exists(path))
        {
            return [];
        }

        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < Magic.Length + sizeof(uint) || !bytes.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException($"{path} is not a database of this version of the lab.");
        }

        var content = bytes.AsSpan(..^sizeof(uint));
        if (Crc32C.Compute(content) != BitConverter.ToUInt32(bytes.AsSpan(content.Length)))
        {
            throw new InvalidDataException($"{path} is damaged: its checksum is not that of its content.");
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, Magic.Length, content.Length - Magic.Length));
        if (reader.ReadString() != settings.Id)
        {
            throw new InvalidDataException($"{path} was made with other settings than {settings.Id}.");
        }

        var songs = new LabSong[reader.ReadInt32()];
        for (var i = 0; i < songs.Length; i++)
        {
            songs[i] = ReadSong(reader);
        }

        return songs;
    }

    /// <summary>Writes the songs: afterwards the file holds these, or what it held before.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, LabSettings settings, IReadOnlyList<LabSong> songs)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(songs);
        var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(settings.Id);
            writer.Write(songs.Count);
            foreach (var song in songs)
            {
                Write(writer, song);
            }

            writer.Flush();
            writer.Write(Crc32C.Compute(content.GetBuffer().AsSpan(0, (int)content.Length)));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        content.Position = 0;
        DurableFile.Write(path, content.CopyTo);
    }

    private static void Write(BinaryWriter writer, LabSong song)
    {
        writer.Write(song.Name);
        writer.Write(song.FileBytes);
        writer.Write(song.ModifiedTicks);
        writer.Write(song.Seconds);
        writer.Write(song.SourceRate);
        writer.Write(song.ChannelCount);
        writer.Write(song.WrappedCount);
        writer.Write(song.PeakCount);
        writer.Write(song.Pairs.Count);
        foreach (var pair in song.Pairs)
        {
            writer.Write(pair.Frame1);
            writer.Write(checked((byte)(pair.Frame2 - pair.Frame1)));
            writer.Write(checked((byte)pair.Bin1));
            writer.Write(checked((byte)pair.Bin2));
        }
    }

    private static LabSong ReadSong(BinaryReader reader)
    {
        var name = reader.ReadString();
        var (bytes, modified) = (reader.ReadInt64(), reader.ReadInt64());
        var seconds = reader.ReadDouble();
        var (rate, channels) = (reader.ReadInt32(), reader.ReadInt32());
        var (wrapped, peaks) = (reader.ReadInt32(), reader.ReadInt32());
        var pairs = new LabPair[reader.ReadInt32()];
        for (var i = 0; i < pairs.Length; i++)
        {
            var frame = reader.ReadInt32();
            pairs[i] = new LabPair(frame, frame + reader.ReadByte(), reader.ReadByte(), reader.ReadByte());
        }

        return new LabSong(name, bytes, modified, seconds, rate, channels, wrapped, peaks, pairs);
    }
}
