using Earmark.Indexing;

namespace Earmark.Bench.Measuring;

/// <summary>How the postings of an index are spread over its keys.</summary>
internal sealed class ListCensus
{
    /// <summary>Keys that are counted at once.</summary>
    private const int KeysAtOnce = 1 << 12;

    // Keys by the length of their list; those from the end of it on are in the last.
    private readonly long[] _keysByLength = new long[1 << 20];
    private readonly long _keyCount;

    /// <summary>Counts the lists of all keys; reads every block.</summary>
    public ListCensus(IndexSnapshot index, int keyCount)
    {
        _keyCount = keyCount;
        var cursors = index.Segments
            .Select(segment => new SegmentCursor(segment.Image, [.. new long[segment.TrackCount]]))
            .ToList();
        var keyBits = index.Segments.Max(segment => segment.Image.Header.KeyBits);
        var keyMask = (1UL << keyBits) - 1;
        var counts = new int[KeysAtOnce];
        var values = new ulong[1024];
        for (var first = 0L; first < keyCount; first += KeysAtOnce)
        {
            var count = 0;
            foreach (var cursor in cursors)
            {
                cursor.Append(Math.Min(first + KeysAtOnce, keyCount), keyBits, ref values, ref count);
            }

            Array.Clear(counts);
            foreach (var value in values.AsSpan(0, count))
            {
                counts[(long)(value & keyMask) - first]++;
            }

            foreach (var length in counts.AsSpan(0, (int)Math.Min(KeysAtOnce, keyCount - first)))
            {
                Add(length);
            }
        }
    }

    /// <summary>All postings.</summary>
    public long Postings { get; private set; }

    /// <summary>Of the longest list.</summary>
    public int Longest { get; private set; }

    /// <summary>Keys that have postings.</summary>
    public long UsedKeys => _keyCount - _keysByLength[0];

    /// <summary>Sum of the squares of all lengths: what looking up every posting once would read.</summary>
    public double SquareSum { get; private set; }

    /// <summary>−log2 of the probability that two postings have one key: how many bits a key is worth.</summary>
    public double CollisionBits => -Math.Log2(SquareSum / Postings / Postings);

    /// <summary>Postings read when a random posting's own key is looked up.</summary>
    public double PostingsPerLookUp => SquareSum / Postings;

    /// <summary>Share of all postings that lie in this share of all keys, those of the longest lists.</summary>
    public double ShareOfLongest(double keyShare)
    {
        var (left, postings) = (keyShare * _keyCount, 0.0);
        for (var length = _keysByLength.Length - 1; length > 0 && left > 0; length--)
        {
            var keys = Math.Min(left, _keysByLength[length]);
            postings += keys * length;
            left -= keys;
        }

        return postings / Postings;
    }

    /// <summary>Length of list that this share of the keys, or of the postings, do not exceed.</summary>
    public int LengthAt(double share, bool ofPostings)
    {
        var total = share * (ofPostings ? Postings : _keyCount);
        var sum = 0.0;
        for (var length = 0; length < _keysByLength.Length; length++)
        {
            sum += (double)_keysByLength[length] * (ofPostings ? length : 1);
            if (sum >= total)
            {
                return length;
            }
        }

        return Longest;
    }

    private void Add(int length)
    {
        _keysByLength[Math.Min(length, _keysByLength.Length - 1)]++;
        Postings += length;
        SquareSum += (double)length * length;
        Longest = Math.Max(Longest, length);
    }
}
