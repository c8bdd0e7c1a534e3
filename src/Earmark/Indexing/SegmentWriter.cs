using System.Diagnostics;

namespace Earmark.Indexing;

/// <summary>Writes one segment, front to back: all blocks in order, then all constellations, then the rest.</summary>
/// <remarks>
/// What it must know beforehand is the plan: the tracks, and so the postings and the length of the time line.
/// </remarks>
internal sealed class SegmentWriter
{
    private readonly ISegmentSink _sink;
    private readonly IReadOnlyList<SegmentTrack> _tracks;
    private byte[] _block = [];
    private int _blockCount;
    private int _constellationCount;

    /// <param name="tracks">What <see cref="Plan"/> returned: bases and ids rise.</param>
    public SegmentWriter(ISegmentSink sink, string profileId, int keyCount, IReadOnlyList<SegmentTrack> tracks)
    {
        var postingCount = tracks.Sum(track => (long)track.PostingCount);
        var end = tracks.Count == 0 ? SegmentHeader.Gap : tracks[^1].End;
        _sink = sink;
        _tracks = tracks;
        Header = new SegmentHeader
        {
            Version = SegmentHeader.FormatVersion,
            GroupBits = SegmentHeader.ChooseGroupBits(keyCount, postingCount, sink.PostingsPerBlock),
            KeyCount = keyCount,
            TrackCount = tracks.Count,
            PostingCount = postingCount,
            FrameLimit = end + (end & 1),
            ProfileId = profileId,
        };
        _sink.Begin(Header);
    }

    /// <summary>What the segment will be, without places in a file.</summary>
    public SegmentHeader Header { get; }

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
        Debug.Assert(_blockCount < Header.BlockCount);

        ToValues(postings, keyBits, (ulong)_blockCount << Header.GroupBits, (ulong)Header.FrameLimit);
        var size = EliasFano.Encode(postings, Header.BlockUniverse, ref _block);
        _sink.WriteBlock(_block.AsSpan(0, size));
        _blockCount++;
    }

    /// <summary>Writes the constellation of the next track.</summary>
    public void WriteConstellation(ReadOnlySpan<byte> constellation)
    {
        Debug.Assert(_blockCount == Header.BlockCount);
        _sink.WriteConstellation(_tracks[_constellationCount++], constellation);
    }

    /// <summary>Brings the segment to its end.</summary>
    public void Finish()
    {
        Debug.Assert(_constellationCount == _tracks.Count);
        _sink.Finish();
    }

    private static void ToValues(Span<ulong> postings, int keyBits, ulong firstKey, ulong frameLimit)
    {
        var keyMask = (1UL << keyBits) - 1;
        foreach (ref var posting in postings)
        {
            posting = (((posting & keyMask) - firstKey) * frameLimit) + (posting >> keyBits);
        }
    }
}
