using System.Diagnostics;

namespace Earmark.Matching;

/// <summary>Keeps the best of many bins that are offered in order.</summary>
/// <remarks>
/// Votes are small numbers. A count of the bins offered with each of them tells how many votes the next bin needs to be
/// among the best at all, so nearly all are turned down by one comparison.
/// </remarks>
internal sealed class OffsetRanking
{
    // A sort key is what a bin lacks of VotesMax, then the bin: 2^44 bins are 17,000 years of music.
    private const int BinBits = 44;
    private const int VotesMax = (1 << (64 - BinBits)) - 1;

    // Bins offered by votes; the last entry counts all that have as many or more.
    private readonly int[] _offered = new int[1024];
    private ulong[] _keys = new ulong[64];
    private OffsetPeak[] _peaks = new OffsetPeak[64];
    private int _count;
    private int _limit;

    // Fewest votes that the next bin needs, and the bins offered with as many or more.
    private int _least;
    private int _atLeast;

    /// <summary>Starts anew.</summary>
    /// <param name="limit">How many are wanted.</param>
    public void Clear(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        Array.Clear(_offered);
        (_count, _limit) = (0, limit);
        (_least, _atLeast) = (OffsetHistogram.LeastVotes, 0);
    }

    /// <summary>Offers a bin that lies after all that were offered before.</summary>
    /// <param name="own">Its own votes.</param>
    /// <param name="next">Votes of the bin after it.</param>
    public void Offer(long bin, int own, int next)
    {
        var votes = own + next;
        if (votes >= _least)
        {
            Take(bin, votes, next);
        }
    }

    /// <summary>Returns the best, most votes first; of equal ones the earlier. Valid until the next call.</summary>
    public ReadOnlySpan<OffsetPeak> Best()
    {
        // Enough bins have as many votes as the last of the best; those taken with fewer need not be sorted.
        var votesOfLast = _least - 1;
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (_peaks[i].Votes >= votesOfLast)
            {
                (_keys[kept], _peaks[kept]) = (_keys[i], _peaks[i]);
                kept++;
            }
        }

        _keys.AsSpan(0, kept).Sort(_peaks.AsSpan(0, kept));
        return _peaks.AsSpan(0, Math.Min(kept, _limit));
    }

    private void Take(long bin, int votes, int next)
    {
        Debug.Assert(bin >> BinBits == 0);
        if (_count == _keys.Length)
        {
            Array.Resize(ref _keys, 2 * _count);
            Array.Resize(ref _peaks, 2 * _count);
        }

        _keys[_count] = ((ulong)(VotesMax - Math.Min(votes, VotesMax)) << BinBits) | (ulong)bin;
        _peaks[_count++] = new OffsetPeak(bin + ((double)next / votes) + 0.5, votes);
        _offered[Math.Min(votes, _offered.Length - 1)]++;
        _atLeast++;

        // A later bin loses a tie: once there are enough, it needs more votes than the last of them.
        while (_atLeast >= _limit && _least < _offered.Length)
        {
            _atLeast -= _offered[_least++];
        }
    }
}
