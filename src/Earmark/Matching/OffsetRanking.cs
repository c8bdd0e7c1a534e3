using System.Diagnostics;

namespace Earmark.Matching;

/// <summary>Keeps the best of many bins, in whatever order they are offered.</summary>
internal sealed class OffsetRanking
{
    // A sort key is what a bin lacks of VotesMax, then the bin: 2^44 bins are 17,000 years of music.
    private const int BinBits = 44;
    private const int VotesMax = (1 << (64 - BinBits)) - 1;

    /// <summary>Room, as a multiple of the limit: when it is full, all but the best are forgotten.</summary>
    private const int Spare = 4;

    private ulong[] _keys = [];
    private OffsetPeak[] _peaks = [];
    private int _count;
    private int _limit;

    // What a bin must be below, once there are as many as are wanted.
    private ulong _bound;

    /// <summary>Fewest votes that a bin needs to be among the best so far.</summary>
    public int LeastVotes => VotesMax - (int)(_bound >> BinBits);

    /// <summary>Starts anew.</summary>
    /// <param name="limit">How many are wanted.</param>
    public void Clear(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        (_count, _limit) = (0, limit);
        _bound = Key(OffsetHistogram.LeastVotes, (1L << BinBits) - 1);
        if (_keys.Length < Spare * limit)
        {
            (_keys, _peaks) = (new ulong[Spare * limit], new OffsetPeak[Spare * limit]);
        }
    }

    /// <summary>Offers a bin that was not offered before.</summary>
    /// <param name="own">Its own votes.</param>
    /// <param name="next">Votes of the bin after it.</param>
    public void Offer(long bin, int own, int next)
    {
        var votes = own + next;
        var key = Key(votes, bin);
        if (key >= _bound)
        {
            return;
        }

        if (_count == _keys.Length)
        {
            Cut();
        }

        _keys[_count] = key;
        _peaks[_count++] = new OffsetPeak(bin + ((double)next / votes) + 0.5, votes);
    }

    /// <summary>Returns the best, most votes first; of equal ones the earlier. Valid until the next call.</summary>
    public ReadOnlySpan<OffsetPeak> Best()
    {
        Cut();
        return _peaks.AsSpan(0, _count);
    }

    private static ulong Key(int votes, long bin)
    {
        Debug.Assert(bin >> BinBits == 0);
        return ((ulong)(VotesMax - Math.Min(votes, VotesMax)) << BinBits) | (ulong)bin;
    }

    private void Cut()
    {
        _keys.AsSpan(0, _count).Sort(_peaks.AsSpan(0, _count));
        if (_count >= _limit)
        {
            _count = _limit;
            _bound = _keys[_count - 1];
        }
    }
}
