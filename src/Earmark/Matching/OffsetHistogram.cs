using System.Diagnostics;

namespace Earmark.Matching;

/// <summary>Counts, per track and offset, how many anchors of a clip were found there.</summary>
/// <remarks>
/// <para>
/// The tracks of an index lie end to end on one time line, so a bin of that line is a track and an offset at once.
/// Hits are gathered as (bin, anchor) and sorted: memory follows the hits, not the library, and the order of arrival
/// cannot matter. An anchor counts 1 in a bin, and 0.35 for each further hit there.
/// </para>
/// <para>Source: A. Wang, ISMIR 2003, section 2.3; weights and bin width: docs/fingerprint.md.</para>
/// </remarks>
internal sealed class OffsetHistogram
{
    /// <summary>Width of a bin, in frames (32 ms).</summary>
    public const int FramesPerBin = 2;

    private const int AnchorBits = 13;

    // Scores are summed in hundredths, so that equal ones are equal, in whatever order they came about.
    private const int FirstWeight = 100;
    private const int RepeatWeight = 35;
    private const int LeastScore = 150;

    private ulong[] _hits = new ulong[1 << 14];
    private int _count;

    /// <summary>Adds a hit.</summary>
    /// <param name="bin">Bin of the time line, not negative.</param>
    /// <param name="anchor">Index of the clip's anchor, below 8,192: 20 s have some 1,000.</param>
    public void Add(long bin, int anchor)
    {
        Debug.Assert(bin >= 0 && anchor is >= 0 and < 1 << AnchorBits);
        if (_count == _hits.Length)
        {
            Array.Resize(ref _hits, 2 * _count);
        }

        _hits[_count++] = ((ulong)bin << AnchorBits) | (uint)anchor;
    }

    /// <summary>Returns the best offsets, highest score first; of equal ones the earlier on the time line.</summary>
    /// <remarks>
    /// The score of a bin includes the next bin's, since an offset between two bins spreads over both, and its place is
    /// their weighted mean.
    /// </remarks>
    public List<OffsetPeak> Best(int limit)
    {
        _hits.AsSpan(0, _count).Sort();
        var best = new PriorityQueue<OffsetPeak, (long Score, long Bin)>(limit + 1);
        var (previousBin, previousScore) = (-2L, 0L);
        var at = 0;
        while (at < _count)
        {
            var (bin, score) = TakeBin(ref at);
            Offer(best, limit, previousBin, previousScore, bin == previousBin + 1 ? score : 0);
            (previousBin, previousScore) = (bin, score);
        }

        Offer(best, limit, previousBin, previousScore, 0);
        var result = new List<OffsetPeak>(best.Count);
        while (best.TryDequeue(out var peak, out _))
        {
            result.Add(peak);
        }

        result.Reverse();
        return result;
    }

    private (long Bin, long Score) TakeBin(ref int at)
    {
        var bin = _hits[at] >> AnchorBits;
        var score = 0L;
        var anchor = ulong.MaxValue;
        for (; at < _count && _hits[at] >> AnchorBits == bin; at++)
        {
            score += _hits[at] == anchor ? RepeatWeight : FirstWeight;
            anchor = _hits[at];
        }

        return ((long)bin, score);
    }

    private static void Offer(
        PriorityQueue<OffsetPeak, (long Score, long Bin)> best, int limit, long bin, long own, long next)
    {
        var score = own + next;
        if (score < LeastScore)
        {
            return;
        }

        // The queue gives up its lowest score, and of equal scores the furthest bin.
        var place = bin + ((double)next / score) + 0.5;
        best.Enqueue(new OffsetPeak(place, (double)score / FirstWeight), (score, -bin));
        if (best.Count > limit)
        {
            best.Dequeue();
        }
    }
}
