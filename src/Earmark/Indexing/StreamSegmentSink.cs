using System.Buffers.Binary;
using System.Diagnostics;

namespace Earmark.Indexing;

/// <summary>Lays out a segment in one stream: header, blocks, directory, track table, constellations, footer.</summary>
/// <remarks>The layout: <see cref="SegmentHeader"/>. The segment is whole once the stream is flushed.</remarks>
internal sealed class StreamSegmentSink : ISegmentSink
{
    private readonly Stream _stream;
    private readonly long _start;
    private SegmentHeader _header;
    private byte[] _directory = [];
    private byte[] _table = [];
    private int _blockCount;
    private long _offset = SegmentHeader.Size;

    /// <param name="stream">Seekable; the segment begins where it stands. It is not disposed.</param>
    public StreamSegmentSink(Stream stream)
    {
        _stream = stream;
        _start = stream.Position;
    }

    /// <inheritdoc/>
    public int PostingsPerBlock => 512;

    /// <inheritdoc/>
    public void Begin(SegmentHeader header)
    {
        _header = header;
        _directory = new byte[checked((header.BlockCount + 1) * sizeof(ulong))];
        _table = new byte[checked(header.TrackCount * SegmentTrackTable.EntrySize)];
        _stream.Write(new byte[SegmentHeader.Size]);
    }

    /// <inheritdoc/>
    public void WriteBlock(ReadOnlySpan<byte> list)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_directory.AsSpan(_blockCount++ * sizeof(ulong)), _offset);
        _stream.Write(list);
        _offset += list.Length;
    }

    /// <inheritdoc/>
    public void WriteConstellation(SegmentTrack track, ReadOnlySpan<byte> constellation)
    {
        PlaceSections();
        SegmentTrackTable.Write(_table, track, _offset, constellation.Length);
        _stream.Write(constellation);
        _offset += constellation.Length;
    }

    /// <inheritdoc/>
    public void Finish()
    {
        PlaceSections();
        _header = _header with { FooterOffset = _offset };
        Span<byte> footer = stackalloc byte[SegmentHeader.FooterSize];
        BinaryPrimitives.WriteUInt32LittleEndian(footer, Crc32C.Compute(_directory));
        BinaryPrimitives.WriteUInt32LittleEndian(footer[4..], Crc32C.Compute(_table));
        BinaryPrimitives.WriteInt64LittleEndian(footer[8..], _header.FileSize);
        SegmentHeader.Magic.CopyTo(footer[16..]);
        _stream.Write(footer);

        _stream.Position = _start + _header.DirectoryOffset;
        _stream.Write(_directory);
        _stream.Write(_table);

        var bytes = new byte[SegmentHeader.Size];
        _header.Write(bytes);
        _stream.Position = _start;
        _stream.Write(bytes);
        _stream.Position = _start + _header.FileSize;
    }

    // The tables' sizes are known, their content is not before the last constellation is out: leave room.
    private void PlaceSections()
    {
        if (_header.DirectoryOffset > 0)
        {
            return;
        }

        Debug.Assert(_blockCount == _header.BlockCount);
        BinaryPrimitives.WriteInt64LittleEndian(_directory.AsSpan(_blockCount * sizeof(ulong)), _offset);
        _header = _header with
        {
            DirectoryOffset = _offset,
            TracksOffset = _offset + _directory.Length,
            ConstellationsOffset = _offset + _directory.Length + _table.Length,
        };
        _offset = _header.ConstellationsOffset;
        _stream.Position = _start + _offset;
    }
}
