using System.Buffers.Binary;

namespace Earmark.Indexing;

/// <summary>The track table of a segment: its tracks by rising base, and where their constellations are.</summary>
/// <remarks>
/// <code>
/// offset  size   entry
///      0     8   track id; ids rise
///      8     8   base
///     16     8   offset of the constellation, from the start of the file
///     24     4   bytes of the constellation
///     28     4   frames
///     32     4   postings
///     36     4   zero
/// </code>
/// </remarks>
internal static class SegmentTrackTable
{
    /// <summary>Bytes of an entry.</summary>
    public const int EntrySize = 40;

    private const int BaseOffset = 8;

    /// <summary>Writes the entry of <paramref name="track"/> at its ordinal.</summary>
    public static void Write(Span<byte> table, SegmentTrack track, long constellationOffset, int constellationSize)
    {
        var entry = table.Slice(track.Ordinal * EntrySize, EntrySize);
        BinaryPrimitives.WriteInt64LittleEndian(entry, track.TrackId);
        BinaryPrimitives.WriteInt64LittleEndian(entry[BaseOffset..], track.Base);
        BinaryPrimitives.WriteInt64LittleEndian(entry[16..], constellationOffset);
        BinaryPrimitives.WriteInt32LittleEndian(entry[24..], constellationSize);
        BinaryPrimitives.WriteInt32LittleEndian(entry[28..], track.FrameCount);
        BinaryPrimitives.WriteInt32LittleEndian(entry[32..], track.PostingCount);
    }

    /// <summary>Reads the entry at <paramref name="ordinal"/>.</summary>
    public static SegmentTrack Read(ReadOnlySpan<byte> table, int ordinal)
    {
        var entry = table.Slice(ordinal * EntrySize, EntrySize);
        return new SegmentTrack(
            ordinal,
            BinaryPrimitives.ReadInt64LittleEndian(entry),
            BinaryPrimitives.ReadInt64LittleEndian(entry[BaseOffset..]),
            BinaryPrimitives.ReadInt32LittleEndian(entry[28..]),
            BinaryPrimitives.ReadInt32LittleEndian(entry[32..]));
    }

    /// <summary>Where the constellation of the track at <paramref name="ordinal"/> is, and its bytes.</summary>
    public static (long Offset, int Size) ReadConstellation(ReadOnlySpan<byte> table, int ordinal)
    {
        var entry = table.Slice(ordinal * EntrySize, EntrySize);
        return (
            BinaryPrimitives.ReadInt64LittleEndian(entry[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(entry[24..]));
    }

    /// <summary>
    /// Ordinal of the last track whose base is at or before <paramref name="position"/>; −1 for none.
    /// </summary>
    public static int Floor(ReadOnlySpan<byte> table, long position) => Floor(table, BaseOffset, position);

    /// <summary>Ordinal of the track with that id; −1 for none.</summary>
    public static int Find(ReadOnlySpan<byte> table, long trackId)
    {
        var ordinal = Floor(table, 0, trackId);
        return ordinal >= 0 && Read(table, ordinal).TrackId == trackId ? ordinal : -1;
    }

    // Both rise with the ordinal.
    private static int Floor(ReadOnlySpan<byte> table, int offset, long value)
    {
        var low = 0;
        var high = table.Length / EntrySize;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (BinaryPrimitives.ReadInt64LittleEndian(table[((middle * EntrySize) + offset)..]) <= value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }
}
