using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>Postings as a count and a sum that tells sets of them apart, in whatever order they come.</summary>
/// <remarks>
/// The sum of a 64-bit hash of each: two sets that differ have the same sum once in 2^64 cases. So postings can be held
/// against the landmarks they were made of, though one comes by key and the other by track, in memory for neither.
/// </remarks>
internal sealed class PostingTally
{
    /// <summary>How many.</summary>
    public long Count { get; private set; }

    /// <summary>Sum of their hashes.</summary>
    public ulong Sum { get; private set; }

    /// <summary>Blocks or tracks that could not be read.</summary>
    public List<int> Damaged { get; } = [];

    /// <summary>Adds another tally.</summary>
    public void Add(PostingTally other)
    {
        Count += other.Count;
        Sum += other.Sum;
        Damaged.AddRange(other.Damaged);
    }

    /// <summary>Adds the landmarks of a track that lies at <paramref name="trackBase"/>.</summary>
    public void Add(ReadOnlySpan<Landmark> landmarks, long trackBase)
    {
        foreach (var landmark in landmarks)
        {
            Sum += Hash((ulong)landmark.Key, (ulong)(trackBase + landmark.Frame));
        }

        Count += landmarks.Length;
    }

    /// <summary>Adds the postings of a block; false, adding none, where they are out of order or range.</summary>
    /// <param name="values">(key − firstKey) · T + position of each.</param>
    public bool TryAdd(ReadOnlySpan<long> values, long firstKey, SegmentHeader header)
    {
        var limit = (ulong)header.FrameLimit;
        var (sum, previous) = (0UL, 0UL);
        foreach (ulong value in values)
        {
            var key = (ulong)firstKey + (value / limit);
            if (value < previous || key >= (ulong)header.KeyCount)
            {
                return false;
            }

            previous = value;
            sum += Hash(key, value % limit);
        }

        Sum += sum;
        Count += values.Length;
        return true;
    }

    // The finalizer of S. Vigna's SplitMix64; positions stay far below 2^40.
    private static ulong Hash(ulong key, ulong position)
    {
        var x = (key << 40) + position;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
