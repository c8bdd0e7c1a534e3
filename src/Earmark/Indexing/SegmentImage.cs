using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>An open segment, wherever it lies, shared by the snapshots that name it.</summary>
/// <remarks>
/// What a segment means is here; where its bytes come from is in what derives from it: a file or an array
/// (<see cref="MappedSegment"/>), or a cluster. Immutable and safe for any number of threads, as long as one reference
/// is held.
/// </remarks>
internal abstract class SegmentImage
{
    // Fields are read from it alone; a property would copy all of it.
    private readonly SegmentHeader _header;
    private readonly double _postingsPerByte;
    private int _references = 1;

    /// <param name="name">What messages call it.</param>
    /// <param name="isStored">Whether it is of the library's storage, not a part of the log in memory.</param>
    /// <param name="blockBytes">Bytes of all blocks.</param>
    protected SegmentImage(string name, bool isStored, SegmentHeader header, long blockBytes)
    {
        Name = name;
        IsStored = isStored;
        _header = header;
        _postingsPerByte = header.PostingCount / Math.Max(1.0, blockBytes);
    }

    /// <summary>Path of the file, or what else messages call it.</summary>
    public string Name { get; }

    /// <summary>Whether it is of the library's storage, not a part of the log in memory.</summary>
    public bool IsStored { get; }

    /// <summary>What the segment is.</summary>
    public SegmentHeader Header => _header;

    /// <summary>The entries of <see cref="SegmentTrackTable"/>.</summary>
    protected abstract ReadOnlySpan<byte> TrackTable { get; }

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

        return MappedSegment.TryOpen(SegmentBytes.Map(path), path, isStored: true, profileId, out fault);
    }

    /// <summary>Builds a segment in memory, with one reference.</summary>
    /// <param name="write">Writes the segment to the stream it is given.</param>
    public static SegmentImage Build(Action<Stream> write, string profileId)
    {
        using var stream = new MemoryStream();
        write(stream);
        var bytes = SegmentBytes.Pin(stream.GetBuffer(), (int)stream.Length);
        return MappedSegment.TryOpen(bytes, "in memory", isStored: false, profileId, out var fault)
            ?? throw new LibraryException($"A segment in memory {fault!.Found}: {fault.Remedy}.");
    }

    /// <summary>
    /// A block's list, followed by the slack that the codec may read; empty where it has no postings.
    /// </summary>
    /// <remarks>Its checksum is computed when it is first read: it takes longer than reading a key.</remarks>
    /// <exception cref="LibraryException">The block is damaged; the message names the segment.</exception>
    public abstract ReadOnlySpan<byte> Block(int block);

    /// <summary>Bytes of a block's list, about.</summary>
    public abstract long BlockSize(int block);

    /// <summary>How many postings a key has, if those of its block were spread evenly over the block's keys.</summary>
    public int EstimatePostings(int key)
    {
        var size = BlockSize(key >> _header.GroupBits);
        return size == 0
            ? 0
            : EliasFano.EstimateCount(size, _header.BlockUniverse, _postingsPerByte) >> _header.GroupBits;
    }

    /// <summary>Begins to bring near what reading neighboring keys will touch; waits for nothing.</summary>
    public abstract void Fetch(int firstKey, int lastKey);

    /// <summary>Begins to bring near the peaks of a track; waits for nothing.</summary>
    public virtual void FetchPeaks(int ordinal)
    {
    }

    /// <summary>Has the processor fetch what reading <paramref name="key"/> will most likely touch.</summary>
    public abstract void Prefetch(int key);

    /// <summary>Reads a block whole: (key mod 2^g) · T + position of each posting, ascending.</summary>
    public int ReadBlock(int block, ref long[] values)
    {
        var list = BlockToCopy(block);
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
    public abstract ReadOnlySpan<byte> Constellation(int ordinal);

    /// <summary>As <see cref="Constellation"/>; false where the segment does not hold it.</summary>
    public abstract bool TryConstellation(int ordinal, out ReadOnlySpan<byte> constellation);

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
            Close();
        }
    }

    /// <summary>As <see cref="Block"/>, where all blocks are read once and in order.</summary>
    protected abstract ReadOnlySpan<byte> BlockToCopy(int block);

    /// <summary>Lets go of what the image holds.</summary>
    protected abstract void Close();

    /// <summary>What to throw for a part that is not as it was written.</summary>
    protected virtual LibraryException Damaged(string what) =>
        new($"The segment {Name} has a damaged {what}: {SegmentFault.Damage(what).Remedy}.");
}
