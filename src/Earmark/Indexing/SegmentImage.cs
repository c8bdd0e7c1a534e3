using System.Buffers.Binary;
using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>An open segment, in a file or in memory, shared by the snapshots that name it.</summary>
/// <remarks>Immutable and safe for any number of threads, as long as one reference is held.</remarks>
internal sealed class SegmentImage
{
    /// <summary>Tenths of a block that are lower bits, about: 23 of 25.5 bits a posting.</summary>
    private const int LowerTenths = 9;

    private readonly SegmentBytes _bytes;
    private readonly SegmentHeader _header;

    // A bit for each block whose checksum was found right.
    private readonly int[] _checkedBlocks;
    private int _references = 1;

    private SegmentImage(SegmentBytes bytes, string name, bool isFile, string profileId)
    {
        _bytes = bytes;
        Name = name;
        IsFile = isFile;
        _header = Validated(profileId);
        _checkedBlocks = new int[(_header.BlockCount + 31) / 32];
    }

    /// <summary>Path of the file, or what messages call a segment in memory.</summary>
    public string Name { get; }

    /// <summary>Whether it is a file, not a part of the log in memory.</summary>
    public bool IsFile { get; }

    /// <summary>What the segment's first bytes say.</summary>
    public SegmentHeader Header => _header;

    private ReadOnlySpan<byte> TrackTable =>
        _bytes.Slice(_header.TracksOffset, _header.TrackCount * SegmentTrackTable.EntrySize);

    /// <summary>Opens the segment file at <paramref name="path"/>, with one reference.</summary>
    /// <exception cref="FileNotFoundException">There is none, which a merge may have caused.</exception>
    /// <exception cref="LibraryException">It is damaged, of a newer format or of another profile.</exception>
    public static SegmentImage Open(string path, string profileId)
    {
        if (new FileInfo(path) is { Exists: true, Length: < SegmentHeader.Size + SegmentHeader.FooterSize } file)
        {
            throw Damaged(path, $"is cut off at {file.Length} bytes");
        }

        return Open(SegmentBytes.Map(path), path, isFile: true, profileId);
    }

    /// <summary>Builds a segment in memory, with one reference.</summary>
    /// <param name="write">Writes the segment to the stream it is given.</param>
    public static SegmentImage Build(Action<Stream> write, string profileId)
    {
        using var stream = new MemoryStream();
        write(stream);
        var bytes = SegmentBytes.Pin(stream.GetBuffer(), (int)stream.Length);
        return Open(bytes, "in memory", isFile: false, profileId);
    }

    /// <summary>
    /// A block's list, followed by the slack that the codec may read; empty where it has no postings.
    /// </summary>
    /// <remarks>Its checksum is computed when it is first asked for: it takes longer than reading a key.</remarks>
    /// <exception cref="LibraryException">The block is damaged; the message names the file.</exception>
    public ReadOnlySpan<byte> Block(int block)
    {
        var list = UncheckedBlock(block);
        var bit = 1 << (block & 31);
        if ((Volatile.Read(ref _checkedBlocks[block >> 5]) & bit) == 0)
        {
            Check(block, list);
            Interlocked.Or(ref _checkedBlocks[block >> 5], bit);
        }

        return list;
    }

    /// <summary>Has the processor fetch what reading <paramref name="key"/> will most likely touch.</summary>
    public void Prefetch(int key)
    {
        var block = key >> _header.GroupBits;
        var (start, size) = Extent(block);
        var keysAfter = ((block + 1L) << _header.GroupBits) - key;
        var lower = size * LowerTenths / 10;
        _bytes.Prefetch(start);
        _bytes.Prefetch(start + size - ((keysAfter * lower) >> _header.GroupBits));
    }

    /// <summary>Reads a block whole: (key mod 2^g) · T + position of each posting, ascending.</summary>
    /// <remarks>Its checksum is computed every time: what is read so is written elsewhere.</remarks>
    public int ReadBlock(int block, ref long[] values)
    {
        var list = UncheckedBlock(block);
        Check(block, list);
        var universe = _header.BlockUniverse;
        return list.IsEmpty ? 0 : new EliasFanoReader(list, universe).ReadRange(0, universe, ref values);
    }

    /// <summary>The track at <paramref name="ordinal"/>.</summary>
    public SegmentTrack Track(int ordinal) => SegmentTrackTable.Read(TrackTable, ordinal);

    /// <summary>All tracks, by rising id and base.</summary>
    public IEnumerable<SegmentTrack> Tracks() => Enumerable.Range(0, _header.TrackCount).Select(Track);

    /// <summary>
    /// Ordinal of the last track whose base is at or before <paramref name="position"/>; −1 for none.
    /// </summary>
    public int Floor(long position) => SegmentTrackTable.Floor(TrackTable, position);

    /// <summary>Ordinal of the track with that id; −1 for none.</summary>
    public int Find(long trackId) => SegmentTrackTable.Find(TrackTable, trackId);

    /// <summary>The encoded constellation of the track at <paramref name="ordinal"/>.</summary>
    public ReadOnlySpan<byte> Constellation(int ordinal)
    {
        var (offset, size) = SegmentTrackTable.ReadConstellation(TrackTable, ordinal);
        return _bytes.Slice(offset, size);
    }

    /// <summary>
    /// Reads the peaks of a track in frames <paramref name="firstFrame"/> … <paramref name="lastFrame"/>.
    /// </summary>
    public int ReadPeaks(int ordinal, int firstFrame, int lastFrame, ref Peak[] peaks)
    {
        var count = ConstellationCodec.Read(Constellation(ordinal), firstFrame, lastFrame, ref peaks);
        return count >= 0 ? count : throw Damaged(Name, $"has a damaged constellation (track {ordinal})");
    }

    /// <summary>Keeps the image open until one more <see cref="Release"/>.</summary>
    public SegmentImage Retain()
    {
        Interlocked.Increment(ref _references);
        return this;
    }

    /// <summary>Gives back one reference; the last one closes the image.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            _bytes.Dispose();
        }
    }

    private static SegmentImage Open(SegmentBytes bytes, string name, bool isFile, string profileId)
    {
        try
        {
            return new SegmentImage(bytes, name, isFile, profileId);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private static LibraryException Damaged(string name, string what) => new(
        $"The segment {name} {what}: restore that file from a backup, or store the music again in a new library.");

    // The directory comes after the last block, so slack there is.
    private ReadOnlySpan<byte> UncheckedBlock(int block)
    {
        var (start, size) = Extent(block);
        return size == 0 ? [] : _bytes.Slice(start, checked((int)size + EliasFano.Slack));
    }

    private (long Start, long Size) Extent(int block)
    {
        var entry = _bytes.Slice(_header.DirectoryOffset + ((long)block * sizeof(ulong)), 2 * sizeof(ulong));
        var start = BinaryPrimitives.ReadInt64LittleEndian(entry);
        return (start, BinaryPrimitives.ReadInt64LittleEndian(entry[sizeof(ulong)..]) - start);
    }

    private void Check(int block, ReadOnlySpan<byte> list)
    {
        if (!list.IsEmpty && !EliasFano.IsIntact(list[..^EliasFano.Slack], _header.BlockUniverse))
        {
            throw Damaged(Name, $"has a damaged block ({block})");
        }
    }

    private SegmentHeader Validated(string profileId)
    {
        var bytes = _bytes.Slice(0, SegmentHeader.Size);
        if (!bytes.StartsWith(SegmentHeader.Magic) || !SegmentHeader.IsIntact(bytes))
        {
            throw Damaged(Name, "has a damaged header");
        }

        var header = SegmentHeader.Read(bytes);
        if (header.Version > SegmentHeader.FormatVersion)
        {
            throw new LibraryException(
                $"The segment {Name} has format {header.Version}, this program reads up to " +
                $"{SegmentHeader.FormatVersion}: use a newer Earmark.");
        }

        if (header.ProfileId != profileId)
        {
            throw new LibraryException(
                $"The segment {Name} was made with profile {header.ProfileId}, the library with {profileId}: " +
                "restore the file that belongs there.");
        }

        if (header.FileSize != _bytes.Length)
        {
            throw Damaged(Name, $"has {_bytes.Length} bytes instead of {header.FileSize}");
        }

        var directory = _bytes.Slice(header.DirectoryOffset, (int)(header.TracksOffset - header.DirectoryOffset));
        var tracks = _bytes.Slice(header.TracksOffset, (int)(header.ConstellationsOffset - header.TracksOffset));
        var footer = _bytes.Slice(header.FooterOffset, SegmentHeader.FooterSize);
        var isWhole = footer[16..].SequenceEqual(SegmentHeader.Magic)
            && BinaryPrimitives.ReadInt64LittleEndian(footer[8..]) == header.FileSize
            && BinaryPrimitives.ReadUInt32LittleEndian(footer) == Crc32C.Compute(directory)
            && BinaryPrimitives.ReadUInt32LittleEndian(footer[4..]) == Crc32C.Compute(tracks);
        return isWhole ? header : throw Damaged(Name, "has damaged tables");
    }
}
