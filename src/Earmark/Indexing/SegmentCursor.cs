namespace Earmark.Indexing;

/// <summary>Walks the live postings of one segment in key order, moved to their places in the merged one.</summary>
internal sealed class SegmentCursor
{
    private readonly SegmentImage _image;
    private readonly ulong _frameLimit;
    private readonly bool _hasDead;

    // New base minus old base of each track; null where the track is dropped.
    private readonly long?[] _shifts;
    private long[] _values = [];
    private int _count;
    private int _next;
    private int _block;
    private int _blockKey;

    /// <param name="shifts">Shape [tracks]: how far each track moves, in frames; null drops it.</param>
    public SegmentCursor(SegmentImage image, long?[] shifts)
    {
        _image = image;
        _frameLimit = (ulong)image.Header.FrameLimit;
        _shifts = shifts;
        _hasDead = shifts.Contains(null);
    }

    /// <summary>Appends the next postings, by key, then by position: those of the keys before an end.</summary>
    /// <param name="values">
    /// Receives what <see cref="SegmentWriter.Pack"/> makes of each from index <paramref name="count"/> on; grows.
    /// </param>
    public void Append(long endKey, int keyBits, ref ulong[] values, ref int count)
    {
        while (Fill(endKey))
        {
            var inBlock = (ulong)_values[_next] / _frameLimit;
            var key = _blockKey + (int)inBlock;
            if (key >= endKey)
            {
                return;
            }

            var start = inBlock * _frameLimit;
            for (; _next < _count && (ulong)_values[_next] - start < _frameLimit; _next++)
            {
                var position = (long)((ulong)_values[_next] - start);
                if (_shifts[_hasDead ? _image.Floor(position) : 0] is { } shift)
                {
                    if (count == values.Length)
                    {
                        Array.Resize(ref values, Math.Max(1024, values.Length * 2));
                    }

                    values[count++] = SegmentWriter.Pack(key, position + shift, keyBits);
                }
            }
        }
    }

    /// <summary>Reads blocks until one holds a posting; false when the keys before the end have none left.</summary>
    private bool Fill(long endKey)
    {
        while (_next == _count)
        {
            if (_block == _image.Header.BlockCount || (long)_block << _image.Header.GroupBits >= endKey)
            {
                return false;
            }

            _blockKey = _block << _image.Header.GroupBits;
            _count = _image.ReadBlock(_block++, ref _values);
            _next = 0;
        }

        return true;
    }
}
