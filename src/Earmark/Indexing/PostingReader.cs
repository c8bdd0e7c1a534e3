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
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)key, (uint)_keyCount, nameof(key));
        var block = key >> _groupBits;
        if (block != _block)
        {
            Open(block);
        }

        if (_isEmpty)
        {
            return 0;
        }

        var from = (ulong)(key - (block << _groupBits)) * _frameLimit;
        return _list.ReadRange(from, from + _frameLimit, ref positions);
    }

    /// <summary>Says that a key will be read soon, so that memory is not waited for then.</summary>
    public readonly void Expect(int key) => image.Prefetch(key);

    private void Open(int block)
    {
        var list = image.Block(block);
        _isEmpty = list.IsEmpty;
        _list = _isEmpty ? default : new EliasFanoReader(list, _universe);
        _block = block;
    }
}
