using System.Numerics;

namespace Earmark.Matching;

/// <summary>Tells which of a partition's hits may be of bins of many votes, without sorting them.</summary>
/// <remarks>
/// <para>
/// Hits are counted by the low bits of their places, in a table that the processor's cache holds. Bins that share a
/// counter make it too high, never too low; and neighbors have neighboring counters. So no bin has more votes than two
/// counters say, and hits where these say little can be left out: nearly all.
/// </para>
/// <para>
/// Source: G. Cormode, S. Muthukrishnan, "An improved data stream summary: the count-min sketch", J. Algorithms 55
/// (2005), with one row, and no hashing, as bins of different tracks have nothing to do with each other.
/// </para>
/// </remarks>
internal sealed class VoteSketch
{
    /// <summary>For each hit: the fewer share one, the more can be left out, and the longer clearing takes.</summary>
    private const int CountersPerHit = 32;
    private const int CountersMin = 128;

    private readonly byte[] _counts = new byte[HitPartitions.StretchLength];
    private int _mask;

    /// <summary>Counts the hits of a partition, and forgets those before.</summary>
    public void Count(HitPartitions hits, int partition)
    {
        var wanted = BitOperations.RoundUpToPowerOf2((uint)hits.CountOf(partition)) * CountersPerHit;
        var counts = _counts.AsSpan(0, (int)Math.Clamp(wanted, CountersMin, HitPartitions.StretchLength));
        _mask = counts.Length - 1;
        counts.Clear();
        foreach (var chunk in hits.Of(partition))
        {
            foreach (var hit in chunk)
            {
                ref var count = ref counts[(int)hit & (counts.Length - 1)];
                count += (byte)(count < byte.MaxValue ? 1 : 0);
            }
        }
    }

    /// <summary>Keeps the hits of all bins that may have so many votes, together with the next bin's.</summary>
    /// <param name="partition">The one that was counted last.</param>
    /// <param name="kept">Receives them.</param>
    /// <returns>How many there are.</returns>
    public int Keep(HitPartitions hits, int partition, int votes, ref LentArray<uint> kept)
    {
        var counts = _counts.AsSpan(0, _mask + 1);
        var least = Math.Min(votes, byte.MaxValue);
        var keptCount = 0;
        foreach (var chunk in hits.Of(partition))
        {
            kept.Grow(keptCount + chunk.Length, keptCount);
            var room = kept.Values.Slice(keptCount, chunk.Length);
            var count = 0;
            foreach (var hit in chunk)
            {
                room[count] = hit;
                count += Limit(counts, (int)hit) >= least ? 1 : 0;
            }

            keptCount += count;
        }

        return keptCount;
    }

    /// <summary>No bin that a hit counts for, its own and the one before, has more votes.</summary>
    private static int Limit(ReadOnlySpan<byte> counts, int hit)
    {
        var mask = counts.Length - 1;
        return counts[hit & mask] + Math.Max(counts[(hit - 1) & mask], counts[(hit + 1) & mask]);
    }
}
