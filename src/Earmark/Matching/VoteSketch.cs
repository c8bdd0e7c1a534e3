using System.Numerics;

namespace Earmark.Matching;

/// <summary>Tells which of many hits may be of bins of many votes, without sorting them.</summary>
/// <remarks>
/// <para>
/// Hits are counted by the low bits of their bins, in a table that the processor's cache holds. Bins that share a
/// counter make it too high, never too low; and neighbors have neighboring counters. So no bin has more votes than
/// two counters say, and hits where these say little can be left out: nearly all.
/// </para>
/// <para>
/// Source: G. Cormode, S. Muthukrishnan, "An improved data stream summary: the count-min sketch", J. Algorithms 55
/// (2005), with one row, and no hashing, as bins of different tracks have nothing to do with each other.
/// </para>
/// </remarks>
internal sealed class VoteSketch
{
    /// <summary>Most votes that are told apart.</summary>
    public const int VotesMax = byte.MaxValue;

    /// <summary>The table's size: a counter a hit at least, up to what a cache holds.</summary>
    private const int SizeMin = 1 << 15;
    private const int SizeMax = 1 << 22;

    /// <summary>One hit of as many is looked at to guess how many would be kept.</summary>
    private const int SampleStep = 61;

    private readonly int[] _sampled = new int[VotesMax + 1];
    private byte[] _counts = [];
    private int _mask;

    /// <summary>Counts hits, and forgets those before.</summary>
    /// <param name="bins">Of each hit, in any order. Shape [hits].</param>
    public void Count(ReadOnlySpan<ulong> bins)
    {
        var size = Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)bins.Length), SizeMin, SizeMax);
        if (_counts.Length < size)
        {
            _counts = new byte[size];
        }

        _mask = size - 1;
        var counts = _counts.AsSpan(0, size);
        counts.Clear();
        foreach (var bin in bins)
        {
            ref var count = ref counts[(int)bin & _mask];
            count += (byte)(count < VotesMax ? 1 : 0);
        }
    }

    /// <summary>The fewest votes, 2 or more, with which about so many hits at most are kept.</summary>
    public int LeastVotes(ReadOnlySpan<ulong> bins, int wanted)
    {
        Array.Clear(_sampled);
        var counts = _counts.AsSpan(0, _mask + 1);
        for (var i = 0; i < bins.Length; i += SampleStep)
        {
            _sampled[Math.Min(VotesMax, Limit(counts, (int)bins[i], _mask))]++;
        }

        var least = VotesMax;
        for (var kept = _sampled[least]; least > 2; least--)
        {
            kept += _sampled[least - 1];
            if ((long)kept * SampleStep > wanted)
            {
                break;
            }
        }

        return least;
    }

    /// <summary>Keeps the hits of all bins that may have so many votes, together with the next bin's.</summary>
    /// <param name="kept">Receives them; as long as <paramref name="bins"/> at most.</param>
    /// <returns>How many there are.</returns>
    public int Keep(ReadOnlySpan<ulong> bins, int least, Span<ulong> kept)
    {
        var counts = _counts.AsSpan(0, _mask + 1);
        var count = 0;
        foreach (var bin in bins)
        {
            kept[count] = bin;
            count += Limit(counts, (int)bin, _mask) >= least ? 1 : 0;
        }

        return count;
    }

    /// <summary>No bin that a hit counts for, its own and the one before, has more votes.</summary>
    private static int Limit(ReadOnlySpan<byte> counts, int bin, int mask) =>
        counts[bin & mask] + Math.Max(counts[(bin - 1) & mask], counts[(bin + 1) & mask]);
}
