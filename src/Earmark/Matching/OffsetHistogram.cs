using System.Buffers;
using System.Diagnostics;
using System.Numerics;
using Earmark.Indexing;

namespace Earmark.Matching;

/// <summary>Counts, per track and offset, how many pairs of a clip were found there.</summary>
/// <remarks>
/// <para>
/// The tracks of an index lie end to end on one time line, so a bin of that line is a track and an offset at once.
/// Hits are gathered, and those that may be of the best bins sorted: memory follows the hits, not the library, and the
/// order of arrival cannot matter. For one thread; cleared and filled again, it keeps its memory, up to
/// <see cref="Release"/>.
/// </para>
/// <para>Source: A. Wang, ISMIR 2003, section 2.3; bin width: docs/fingerprint.md.</para>
/// </remarks>
internal sealed class OffsetHistogram
{
    /// <summary>Width of a bin, in frames (32 ms).</summary>
    public const int FramesPerBin = 2;

    /// <summary>Fewest votes of a bin that counts.</summary>
    public const int LeastVotes = 2;

    /// <summary>As many hits are sorted without asking which are worth it.</summary>
    private const int SortedAtOnce = 1 << 14;

    /// <summary>Share of more hits that may be kept for sorting, as 1 / this.</summary>
    private const int KeptShare = 32;

    /// <summary>
    /// As much as all processors need at once. The shared pool would keep what the largest search took for every
    /// thread that has ever run one, and a server has many threads.
    /// </summary>
    private static readonly ArrayPool<ulong> Pool = ArrayPool<ulong>.Create(1 << 25, Environment.ProcessorCount);

    private readonly OffsetRanking _ranking = new();
    private readonly VoteSketch _sketch = new();
    private ulong[] _hits = [];
    private ulong[] _kept = [];
    private ulong[] _spare = [];
    private int _count;
    private bool _isCounted;

    /// <summary>Hits added so far.</summary>
    public int HitCount => _count;

    /// <summary>Forgets all hits.</summary>
    public void Clear() => (_count, _isCounted) = (0, false);

    /// <summary>Forgets all hits, and leaves its memory to the next search, of any thread.</summary>
    /// <remarks>
    /// Millions of hits take as much memory as the system must clear anew each time: as long as counting them took.
    /// </remarks>
    public void Release()
    {
        Clear();
        Resize(ref _hits, 0, 0);
        Resize(ref _kept, 0, 0);
        Resize(ref _spare, 0, 0);
    }

    /// <summary>Adds a hit for each position.</summary>
    /// <param name="positions">In frames.</param>
    /// <param name="shift">What to add to each of them, in frames; no sum is negative.</param>
    public void Add(ReadOnlySpan<long> positions, long shift)
    {
        if (_count > _hits.Length - positions.Length)
        {
            Resize(ref _hits, _count, Math.Max(SortedAtOnce, 2 * (_count + positions.Length)));
        }

        ToBins(positions, shift, _hits.AsSpan(_count, positions.Length));
        _count += positions.Length;
        _isCounted = false;
    }

    /// <summary>Returns the best offsets, most votes first; of equal ones the earlier on the time line.</summary>
    /// <remarks>
    /// The votes of a bin include the next bin's, since an offset between two bins spreads over both, and its place is
    /// their weighted mean. Bins of one vote are left out. The result is valid until the next call.
    /// </remarks>
    public ReadOnlySpan<OffsetPeak> Best(int limit)
    {
        var hits = _hits.AsSpan(0, _count);
        if (_count <= SortedAtOnce)
        {
            return Rank(hits, limit);
        }

        if (!_isCounted)
        {
            _sketch.Count(hits);
            _isCounted = true;
        }

        for (var least = _sketch.LeastVotes(hits, SortedAtOnce + (_count / KeptShare)); ;)
        {
            Grow(ref _kept, _count);
            var best = Rank(_kept.AsSpan(0, _sketch.Keep(hits, least, _kept)), limit);
            var found = best.Length == limit ? best[^1].Votes : LeastVotes;
            if (least <= LeastVotes || found >= least)
            {
                return best;
            }

            // What was left out may have as many votes as the last of these: keep all that may.
            least = Math.Max(LeastVotes, found);
        }
    }

    private static void ToBins(ReadOnlySpan<long> positions, long shift, Span<ulong> bins)
    {
        for (var i = 0; i < bins.Length; i++)
        {
            Debug.Assert(positions[i] + shift >= 0);
            bins[i] = (ulong)(positions[i] + shift) / FramesPerBin;
        }
    }

    /// <summary>Sorts hits, and ranks their bins.</summary>
    private ReadOnlySpan<OffsetPeak> Rank(Span<ulong> hits, int limit)
    {
        Grow(ref _spare, hits.Length);
        RadixSort.SortByLowBits(hits, _spare.AsSpan(0, hits.Length), BitCount(hits));
        _ranking.Clear(limit);
        Rank(hits, _ranking);
        return _ranking.Best();
    }

    private static void Grow(ref ulong[] values, int count)
    {
        if (values.Length < count)
        {
            Resize(ref values, 0, count);
        }
    }

    private static void Resize(ref ulong[] values, int kept, int count)
    {
        var resized = count > 0 ? Pool.Rent(count) : [];
        values.AsSpan(0, kept).CopyTo(resized);
        if (values.Length > 0)
        {
            Pool.Return(values);
        }

        values = resized;
    }

    private static int BitCount(ReadOnlySpan<ulong> values)
    {
        var any = 0UL;
        foreach (var value in values)
        {
            any |= value;
        }

        return 64 - BitOperations.LeadingZeroCount(any);
    }

    private static void Rank(ReadOnlySpan<ulong> bins, OffsetRanking ranking)
    {
        var (previous, previousVotes) = (ulong.MaxValue - 1, 0);
        for (var at = 0; at < bins.Length;)
        {
            var bin = bins[at];
            var votes = 1;
            while (++at < bins.Length && bins[at] == bin)
            {
                votes++;
            }

            ranking.Offer((long)previous, previousVotes, bin == previous + 1 ? votes : 0);
            (previous, previousVotes) = (bin, votes);
        }

        ranking.Offer((long)previous, previousVotes, 0);
    }
}
