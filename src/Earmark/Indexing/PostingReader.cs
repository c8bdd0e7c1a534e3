namespace Earmark.Indexing;

/// <summary>Reads the postings of many keys of one segment.</summary>
/// <remarks>
/// Keys may come in any order; rising ones cost least, as a block is opened once for all of its keys. For one thread.
/// </remarks>
internal ref struct PostingReader(SegmentImage image)
{
    private readonly ulong _frameLimit = (ulong)image.Header.FrameLimit;
    private readonly ulong _universe = image.Header.BlockUniverse;
    private readonly int _groupBits = image.Header.GroupBits;
    private readonly int _keyCount = image.Header.KeyCount;
    private int _block = -1;
    private bool _isEmpty;
    private EliasFanoReader _list;

    /// <inheritdoc cref="Segment.ReadPostings"/>
    public int Read(int key, ref long[] positions)
    {
        var end = 0;
        return Read(key, new Span<int>(ref end), ref positions);
    }

    /// <summary>
    /// Reads the positions of neighboring keys, one after the other: cheaper than key by key, as where they begin is
    /// sought once.
    /// </summary>
    /// <param name="ends">
    /// Receives where in <paramref name="positions"/> each key's end. Shape [keys], one at least.
    /// </param>
    /// <param name="positions">Receives them from index 0, ascending for each key; grows where needed.</param>
    /// <returns>How many there are.</returns>
    public int Read(int firstKey, scoped Span<int> ends, ref long[] positions)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)firstKey, (uint)(_keyCount - ends.Length));
        var count = 0;
        for (var done = 0; done < ends.Length;)
        {
            var block = (firstKey + done) >> _groupBits;
            if (block != _block)
            {
                Open(block);
            }

            var first = firstKey + done - (block << _groupBits);
            var here = ends.Slice(done, Math.Min(ends.Length - done, (1 << _groupBits) - first));
            if (_isEmpty)
            {
                here.Fill(count);
            }
            else
            {
                count = _list.ReadRanges((ulong)first * _frameLimit, _frameLimit, here, ref positions, count);
            }

            done += here.Length;
        }

        return count;
    }

    /// <summary>Says that a key will be read soon, so that memory is not waited for then.</summary>
    public readonly void Expect(int key) => image.Prefetch(key);

    /// <inheritdoc cref="SegmentImage.Fetch"/>
    public readonly void Fetch(int firstKey, int lastKey) => image.Fetch(firstKey, lastKey);

    private void Open(int block)
    {
        var list = image.Block(block);
        _isEmpty = list.IsEmpty;
        _list = _isEmpty ? default : new EliasFanoReader(list, _universe);
        _block = block;
    }
}
