using System.Buffers.Binary;
using System.Diagnostics;

namespace Earmark.Indexing;

/// <summary>Writes one segment, front to back: all blocks in order, then all constellations, then the rest.</summary>
/// <remarks>
/// What it must know beforehand is the plan: the tracks, and so the postings and the length of the time line.
/// </remarks>
internal sealed class SegmentWriter
{
    private readonly Stream _stream;
    private readonly long _start;
    private readonly IReadOnlyList<SegmentTrack> _tracks;
    private readonly byte[] _directory;
    private readonly byte[] _table;
    private SegmentHeader _header;
    private byte[] _block = [];
    private int _blockCount;
    private int _constellationCount;
    private long _offset = SegmentHeader.Size;

    /// <param name="stream">Seekable; the segment begins where it stands. It is not disposed.</param>
    /// <param name="tracks">What <see cref="Plan"/> returned: bases and ids rise.</param>
    public SegmentWriter(Stream stream, string profileId, int keyCount, IReadOnlyList<SegmentTrack> tracks)
    {
        var postingCount = tracks.Sum(track => (long)track.PostingCount);
        var end = tracks.Count == 0 ? SegmentHeader.Gap : tracks[^1].End;
        _stream = stream;
        _start = stream.Position;
        _tracks = tracks;
        _header = new SegmentHeader
        {
            Version = SegmentHeader.FormatVersion,
            GroupBits = SegmentHeader.ChooseGroupBits(keyCount, postingCount),
            KeyCount = keyCount,
            TrackCount = tracks.Count,
            PostingCount = postingCount,
            FrameLimit = end + (end & 1),
            ProfileId = profileId,
        };
        _directory = new byte[checked((_header.BlockCount + 1) * sizeof(ulong))];
        _table = new byte[checked(tracks.Count * SegmentTrackTable.EntrySize)];
        _stream.Write(new byte[SegmentHeader.Size]);
    }

    /// <summary>What the segment will be; its offsets are not known before <see cref="Finish"/>.</summary>
    public SegmentHeader Header => _header;

    /// <summary>Lays tracks end to end on one time line, in the order given.</summary>
    public static List<SegmentTrack> Plan(IEnumerable<(long TrackId, int FrameCount, int PostingCount)> tracks)
    {
        var plan = new List<SegmentTrack>();
        var end = 0L;
        foreach (var (trackId, frameCount, postingCount) in tracks)
        {
            plan.Add(new SegmentTrack(plan.Count, trackId, SegmentHeader.NextBase(end), frameCount, postingCount));
            end = plan[^1].End;
        }

        return plan;
    }

    /// <summary>A posting as one number: its key in the lowest bits, and its position.</summary>
    public static ulong Pack(int key, long position, int keyBits) => ((ulong)position << keyBits) | (uint)key;

    /// <summary>Writes the next block.</summary>
    /// <param name="postings">
    /// What <see cref="Pack"/> made of each posting of its keys, by key, then by position. Overwritten.
    /// </param>
    public void WriteBlock(Span<ulong> postings, int keyBits)
    {
        Debug.Assert(_blockCount < _header.BlockCount);

        ToValues(postings, keyBits, (ulong)_blockCount << _header.GroupBits, (ulong)_header.FrameLimit);
        BinaryPrimitives.WriteInt64LittleEndian(_directory.AsSpan(_blockCount * sizeof(ulong)), _offset);
        var size = EliasFano.Encode(postings, _header.BlockUniverse, ref _block);
        _stream.Write(_block, 0, size);
        _offset += size;
        _blockCount++;
    }

    /// <summary>Writes the constellation of the next track.</summary>
    public void WriteConstellation(ReadOnlySpan<byte> constellation)
    {
        Debug.Assert(_blockCount == _header.BlockCount);
        if (_constellationCount == 0)
        {
            PlaceSections();
        }

        var track = _tracks[_constellationCount++];
        SegmentTrackTable.Write(_table, track, _offset, constellation.Length);
        _stream.Write(constellation);
        _offset += constellation.Length;
    }

    /// <summary>Writes tables, footer and header. The segment is whole once the stream is flushed.</summary>
    public void Finish()
    {
        Debug.Assert(_constellationCount == _tracks.Count);
        if (_constellationCount == 0)
        {
            PlaceSections();
        }

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

        var header = new byte[SegmentHeader.Size];
        _header.Write(header);
        _stream.Position = _start;
        _stream.Write(header);
        _stream.Position = _start + _header.FileSize;
    }

    private static void ToValues(Span<ulong> postings, int keyBits, ulong firstKey, ulong frameLimit)
    {
        var keyMask = (1UL << keyBits) - 1;
        foreach (ref var posting in postings)
        {
            posting = (((posting & keyMask) - firstKey) * frameLimit) + (posting >> keyBits);
        }
    }

    // The tables' sizes are known, their content is not before the last constellation is out: leave room.
    private void PlaceSections()
    {
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
