using System.Buffers.Binary;
using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>What a search must know of a segment before it reads any block.</summary>
/// <remarks>
/// <code>
/// header          4,096   SegmentHeader, its places in a file zero
/// sizes             2·b   u16 of each block: its bytes below 2^15, or 2^15 and 1 / 64 of them; 0 for an empty one
/// track table      40·t   SegmentTrackTable; of a constellation only the size counts
/// </code>
/// It is stored in parts of a mebibyte. 2 bytes for some 128 postings are all that each process keeps of them.
/// </remarks>
internal static class SegmentTables
{
    /// <summary>Bytes of a part; the last one has fewer.</summary>
    public const int PartSize = 1 << 20;

    private const int Coarse = 1 << 15;
    private const int CoarseBits = 6;

    /// <summary>Bytes of a segment's tables.</summary>
    public static int SizeOf(SegmentHeader header) => checked(
        SegmentHeader.Size + (header.BlockCount * sizeof(ushort)) + (header.TrackCount * SegmentTrackTable.EntrySize));

    /// <summary>Parts that so many bytes take.</summary>
    public static int PartsOf(int size) => (size + PartSize - 1) / PartSize;

    /// <summary>Where the sizes are.</summary>
    public static Span<byte> Sizes(Span<byte> tables, SegmentHeader header) =>
        tables.Slice(SegmentHeader.Size, header.BlockCount * sizeof(ushort));

    /// <summary>Where the track table is.</summary>
    public static Span<byte> Tracks(Span<byte> tables, SegmentHeader header) =>
        tables[(SegmentHeader.Size + (header.BlockCount * sizeof(ushort)))..];

    /// <summary>Notes the size of a block.</summary>
    public static void WriteSize(Span<byte> sizes, int block, int bytes)
    {
        var size = bytes < Coarse ? bytes : Math.Min(ushort.MaxValue, Coarse + (bytes >> CoarseBits));
        BinaryPrimitives.WriteUInt16LittleEndian(sizes[(block * sizeof(ushort))..], (ushort)size);
    }

    /// <summary>About how many bytes a block has: exactly below 32 KiB.</summary>
    public static int ReadSize(ReadOnlySpan<byte> sizes, int block)
    {
        var size = BinaryPrimitives.ReadUInt16LittleEndian(sizes[(block * sizeof(ushort))..]);
        return size < Coarse ? size : (size - Coarse) << CoarseBits;
    }
}
