using System.Buffers.Binary;

namespace Earmark.Indexing;

/// <summary>A segment whose bytes lie at one address: a mapped file, or an array for the log's tail.</summary>
internal sealed class MappedSegment : SegmentImage
{
    /// <summary>Tenths of a block that are lower bits, about: 23 of 25.5 bits a posting.</summary>
    private const int LowerTenths = 9;

    /// <summary>Blocks of smaller files are not worth a call of the system each, in bytes of all blocks.</summary>
    private const long FetchedFrom = 64 << 20;

    private readonly SegmentBytes _bytes;
    private readonly SegmentHeader _header;

    // A bit for each block whose checksum was found right.
    private readonly int[] _checkedBlocks;

    private MappedSegment(SegmentBytes bytes, string name, bool isStored, SegmentHeader header)
        : base(name, isStored, header, header.DirectoryOffset - SegmentHeader.Size)
    {
        _bytes = bytes;
        _header = header;
        _checkedBlocks = new int[(_header.BlockCount + 31) / 32];
    }

    /// <inheritdoc/>
    protected override ReadOnlySpan<byte> TrackTable =>
        _bytes.Slice(_header.TracksOffset, _header.TrackCount * SegmentTrackTable.EntrySize);

    /// <summary>Opens a segment; null, with its bytes given back, and a fault where it cannot be used.</summary>
    public static MappedSegment? TryOpen(
        SegmentBytes bytes, string name, bool isStored, string profileId, out SegmentFault? fault)
    {
        fault = FindFault(bytes, profileId, out var header);
        if (fault is null)
        {
            return new MappedSegment(bytes, name, isStored, header);
        }

        bytes.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Block(int block)
    {
        var list = UncheckedBlock(block);
        if (!IsChecked(block))
        {
            Check(block, list);
            Interlocked.Or(ref _checkedBlocks[block >> 5], 1 << (block & 31));
        }

        return list;
    }

    /// <inheritdoc/>
    public override long BlockSize(int block) => Extent(block).Size;

    /// <summary>
    /// Has the system begin to read from disk what reading neighboring keys will touch, where blocks of a large file
    /// have not been read before: many at once take a fraction of the time that one after the other does.
    /// </summary>
    public override void Fetch(int firstKey, int lastKey)
    {
        var (first, last) = (firstKey >> _header.GroupBits, lastKey >> _header.GroupBits);
        if (IsStored && _header.DirectoryOffset >= FetchedFrom && !(IsChecked(first) && IsChecked(last)))
        {
            var (start, _) = Extent(first);
            var (end, size) = Extent(last);
            _bytes.Fetch(start, end + size - start);
        }
    }

    /// <inheritdoc/>
    public override void Prefetch(int key)
    {
        var block = key >> _header.GroupBits;
        var (start, size) = Extent(block);
        var keysAfter = ((block + 1L) << _header.GroupBits) - key;
        var lower = size * LowerTenths / 10;
        _bytes.Prefetch(start);
        _bytes.Prefetch(start + size - ((keysAfter * lower) >> _header.GroupBits));
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Constellation(int ordinal)
    {
        var (offset, size) = SegmentTrackTable.ReadConstellation(TrackTable, ordinal);
        return _bytes.Slice(offset, size);
    }

    /// <inheritdoc/>
    public override bool TryConstellation(int ordinal, out ReadOnlySpan<byte> constellation)
    {
        var (offset, size) = SegmentTrackTable.ReadConstellation(TrackTable, ordinal);
        var isInside = offset >= _header.ConstellationsOffset && size >= 0 && offset <= _header.FooterOffset - size;
        constellation = isInside ? _bytes.Slice(offset, size) : [];
        return isInside;
    }

    /// <summary>Its checksum is computed every time: what is read so is written elsewhere.</summary>
    protected override ReadOnlySpan<byte> BlockToCopy(int block)
    {
        var list = UncheckedBlock(block);
        Check(block, list);
        return list;
    }

    /// <inheritdoc/>
    protected override void Close() => _bytes.Dispose();

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
}
