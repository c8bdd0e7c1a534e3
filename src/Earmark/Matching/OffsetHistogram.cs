using System.Diagnostics;

namespace Earmark.Matching;

/// <summary>Counts, per track and offset, how many pairs of a clip were found there.</summary>
/// <remarks>
/// <para>
/// The tracks of an index lie end to end on one time line, so a bin of that line is a track and an offset at once.
/// Hits are gathered by stretches of the line, and in each those sorted that may be of bins better than the best of the
/// stretches before: memory follows the hits, not the library, and the order of arrival cannot matter. For one thread;
/// cleared and filled again, it keeps its memory, up to <see cref="Release"/>.
/// </para>
/// <para>Source: A. Wang, ISMIR 2003, section 2.3; bin width: docs/fingerprint.md.</para>
/// </remarks>
internal sealed class OffsetHistogram
{
    /// <summary>Width of a bin, in frames (32 ms).</summary>
    public const int FramesPerBin = 2;

    /// <summary>Fewest votes of a bin that counts.</summary>
    public const int LeastVotes = 2;

    private readonly OffsetRanking _ranking = new();
    private readonly VoteSketch _sketch = new();
    private readonly HitPartitions _hits = new();
    private LentArray<uint> _kept = new();

    /// <summary>Hits added so far.</summary>
    public int HitCount { get; private set; }

    /// <summary>Forgets all hits.</summary>
    public void Clear()
    {
        _hits.Clear();
        HitCount = 0;
    }

    /// <summary>Forgets all hits, and leaves its memory to the next search, of any thread.</summary>
    public void Release()
    {
        Clear();
        _hits.Release();
        _kept.Release();
    }

    /// <summary>Adds a hit for each position.</summary>
    /// <param name="positions">In frames.</param>
    /// <param name="shift">What to add to each of them, in frames; no sum is negative.</param>
    public void Add(ReadOnlySpan<long> positions, long shift)
    {
        foreach (var position in positions)
        {
            Debug.Assert(position + shift >= 0);
            _hits.Add((position + shift) / FramesPerBin);
        }

        HitCount += positions.Length;
    }

    /// <summary>Returns the best offsets, most votes first; of equal ones the earlier on the time line.</summary>
    /// <remarks>
    /// The votes of a bin include the next bin's, since an offset between two bins spreads over both, and its place is
    /// their weighted mean. Bins of one vote are left out. The result is valid until the next call.
    /// </remarks>
    public ReadOnlySpan<OffsetPeak> Best(int limit)
    {
        _ranking.Clear(limit);
        for (var partition = 0; partition < HitPartitions.Count; partition++)
        {
            if (_hits.CountOf(partition) > 0)
            {
                _sketch.Count(_hits, partition);
                var count = _sketch.Keep(_hits, partition, _ranking.LeastVotes, ref _kept);
                _kept.Values[..count].Sort();
                Rank(partition, _kept.Values[..count]);
            }
        }

        return _ranking.Best();
    }

    /// <summary>Offers the bins of a stretch, or of some one after the other, to the ranking.</summary>
    private void Rank(int partition, ReadOnlySpan<uint> hits)
    {
        for (var at = 0; at < hits.Length;)
        {
            var hit = hits[at];
            var end = EndOfBin(hits, at);
            if (HitPartitions.Place(hit) < HitPartitions.StretchLength)
            {
                var next = end < hits.Length && hits[end] == hit + 1 ? EndOfBin(hits, end) - end : 0;
                _ranking.Offer(HitPartitions.Bin(partition, hit), end - at, next);
            }

            at = end;
        }
    }

    private static int EndOfBin(ReadOnlySpan<uint> hits, int start)
    {
        var end = start + 1;
        while (end < hits.Length && hits[end] == hits[start])
        {
            end++;
        }

        return end;
    }
}
