using System.Buffers.Binary;
using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>An open segment, in a file or in memory, shared by the snapshots that name it.</summary>
/// <remarks>Immutable and safe for any number of threads, as long as one reference is held.</remarks>
internal sealed class SegmentImage
{
    /// <summary>Tenths of a block that are lower bits, about: 23 of 25.5 bits a posting.</summary>
    private const int LowerTenths = 9;

    /// <summary>Blocks of smaller files are not worth a call of the system each, in bytes of all blocks.</summary>
    private const long FetchedFrom = 64 << 20;

    private readonly SegmentBytes _bytes;
    private readonly SegmentHeader _header;
    private readonly double _postingsPerByte;

    // A bit for each block whose checksum was found right.
    private readonly int[] _checkedBlocks;
    private int _references = 1;

    private SegmentImage(SegmentBytes bytes, string name, bool isFile, SegmentHeader header)
    {
        _bytes = bytes;
        Name = name;
        IsFile = isFile;
        _header = header;
        _postingsPerByte = header.PostingCount / Math.Max(1.0, header.DirectoryOffset - SegmentHeader.Size);
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
    public static SegmentImage Open(string path, string profileId) => TryOpen(path, profileId, out var fault)
        ?? throw new LibraryException($"The segment {path} {fault!.Found}: {fault.Remedy}.");

    /// <summary>As <see cref="Open(string, string)"/>, but a file that cannot be used is null and a fault.</summary>
    public static SegmentImage? TryOpen(string path, string profileId, out SegmentFault? fault)
    {
        if (new FileInfo(path) is { Exists: true, Length: < SegmentHeader.Size + SegmentHeader.FooterSize } file)
        {
            fault = SegmentFault.Damage($"is cut off at {file.Length} bytes");
            return null;
        }

        return TryOpen(SegmentBytes.Map(path), path, isFile: true, profileId, out fault);
    }

    /// <summary>Builds a segment in memory, with one reference.</summary>
    /// <param name="write">Writes the segment to the stream it is given.</param>
    public static SegmentImage Build(Action<Stream> write, string profileId)
    {
        using var stream = new MemoryStream();
        write(stream);
        var bytes = SegmentBytes.Pin(stream.GetBuffer(), (int)stream.Length);
        return TryOpen(bytes, "in memory", isFile: false, profileId, out var fault)
            ?? throw new LibraryException($"A segment in memory {fault!.Found}: {fault.Remedy}.");
    }

    /// <summary>
    /// A block's list, followed by the slack that the codec may read; empty where it has no postings.
    /// </summary>
    /// <remarks>Its checksum is computed when it is first asked for: it takes longer than reading a key.</remarks>
    /// <exception cref="LibraryException">The block is damaged; the message names the file.</exception>
    public ReadOnlySpan<byte> Block(int block)
    {
        var list = UncheckedBlock(block);
        if (!IsChecked(block))
        {
            Check(block, list);
            Interlocked.Or(ref _checkedBlocks[block >> 5], 1 << (block & 31));
        }

        return list;
    }

    /// <summary>How many postings a key has, if those of its block were spread evenly over the block's keys.</summary>
    public int EstimatePostings(int key)
    {
        var size = Extent(key >> _header.GroupBits).Size;
        return size == 0
            ? 0
            : EliasFano.EstimateCount(size, _header.BlockUniverse, _postingsPerByte) >> _header.GroupBits;
    }

    /// <summary>
    /// Has the system begin to read from disk what reading neighboring keys will touch, where blocks of a large file
    /// have not been read before: many at once take a fraction of the time that one after the other does.
    /// </summary>
    public void Fetch(int firstKey, int lastKey)
    {
        var (first, last) = (firstKey >> _header.GroupBits, lastKey >> _header.GroupBits);
        if (IsFile && _header.DirectoryOffset >= FetchedFrom && !(IsChecked(first) && IsChecked(last)))
        {
            var (start, _) = Extent(first);
            var (end, size) = Extent(last);
            _bytes.Fetch(start, end + size - start);
        }
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

    /// <summary>As <see cref="Constellation"/>; false where the table leads out of the section.</summary>
    public bool TryConstellation(int ordinal, out ReadOnlySpan<byte> constellation)
    {
        var (offset, size) = SegmentTrackTable.ReadConstellation(TrackTable, ordinal);
        var isInside = offset >= _header.ConstellationsOffset && size >= 0 && offset <= _header.FooterOffset - size;
        constellation = isInside ? _bytes.Slice(offset, size) : [];
        return isInside;
    }

    /// <summary>
    /// Reads the peaks of a track in frames <paramref name="firstFrame"/> … <paramref name="lastFrame"/>.
    /// </summary>
    public int ReadPeaks(int ordinal, int firstFrame, int lastFrame, ref Peak[] peaks)
    {
        var count = ConstellationCodec.Read(Constellation(ordinal), firstFrame, lastFrame, ref peaks);
        return count >= 0 ? count : throw Damaged($"constellation (track {ordinal})");
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

    private static SegmentImage? TryOpen(
        SegmentBytes bytes, string name, bool isFile, string profileId, out SegmentFault? fault)
    {
        fault = FindFault(bytes, profileId, out var header);
        if (fault is null)
        {
            return new SegmentImage(bytes, name, isFile, header);
        }

        bytes.Dispose();
        return null;
    }

    private bool IsChecked(int block) =>
        (Volatile.Read(ref _checkedBlocks[block >> 5]) & (1 << (block & 31))) != 0;

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
            throw Damaged($"block ({block})");
        }
    }

    private static SegmentFault? FindFault(SegmentBytes all, string profileId, out SegmentHeader header)
    {
        header = default;
        var bytes = all.Slice(0, SegmentHeader.Size);
        if (!bytes.StartsWith(SegmentHeader.Magic) || !SegmentHeader.IsIntact(bytes))
        {
            return SegmentFault.Damage("has a damaged header");
        }

        header = SegmentHeader.Read(bytes);
        if (header.Version > SegmentHeader.FormatVersion)
        {
            return SegmentFault.Newer(header.Version);
        }

        if (header.ProfileId != profileId)
        {
            return SegmentFault.Foreign(header.ProfileId, profileId);
        }

        if (header.FileSize != all.Length)
        {
            return SegmentFault.Damage($"has {all.Length} bytes instead of {header.FileSize}");
        }

        var directory = all.Slice(header.DirectoryOffset, (int)(header.TracksOffset - header.DirectoryOffset));
        var tracks = all.Slice(header.TracksOffset, (int)(header.ConstellationsOffset - header.TracksOffset));
        var footer = all.Slice(header.FooterOffset, SegmentHeader.FooterSize);
        var isWhole = footer[16..].SequenceEqual(SegmentHeader.Magic)
            && BinaryPrimitives.ReadInt64LittleEndian(footer[8..]) == header.FileSize
            && BinaryPrimitives.ReadUInt32LittleEndian(footer) == Crc32C.Compute(directory)
            && BinaryPrimitives.ReadUInt32LittleEndian(footer[4..]) == Crc32C.Compute(tracks);
        return isWhole ? null : SegmentFault.Damage("has damaged tables");
    }

    private LibraryException Damaged(string what) =>
        new($"The segment {Name} has a damaged {what}: {SegmentFault.Damage(what).Remedy}.");
}
