using System.Numerics;
using Earmark.Indexing;

namespace Earmark.Matching;

/// <summary>Leaves out the longest lists where a library is so large that reading all would take long.</summary>
/// <remarks>
/// <para>
/// A pair that is frequent in the library tells least of where a clip comes from, and costs most. So what a search
/// costs is bounded, whatever the library's size, and what it finds suffers little: docs/large-libraries.md. How long
/// a list is is estimated from its block, without reading it. For one thread.
/// </para>
/// <para>
/// Beyond 10,000 songs the limit grows with the root of the library's size, up to a million songs: more is to be found
/// among, and it may take longer.
/// </para>
/// </remarks>
internal sealed class VoteBudget
{
    /// <summary>Postings of 10,000 songs, for which limits are given, and what they grow by at most.</summary>
    private const double MeasuredPostings = 144e6;
    private const double GrowthMax = 10;

    /// <summary>
    /// Lists of music hold one of 2^20 postings, each counted as often as it is looked up; of no clip seen, 2^18.
    /// </summary>
    private const double LongLists = 1 << 18;

    /// <summary>Lengths are told apart to an eighth: eight classes an octave, from 8 on.</summary>
    private const int ClassBits = 3;

    private readonly IReadOnlyList<Segment> _segments;
    private readonly long _postingCount;
    private readonly double _growth;
    private readonly long[] _hitsByClass = new long[(32 - ClassBits) << ClassBits];
    private byte[] _classes = [];
    private ulong[] _chosen = [];

    public VoteBudget(IndexSnapshot index)
    {
        _segments = index.Segments;
        _postingCount = _segments.Sum(segment => segment.PostingCount);
        _growth = Math.Clamp(Math.Sqrt(_postingCount / MeasuredPostings), 1, GrowthMax);
    }

    /// <summary>Whether a library is so small that so many probes need not be looked into.</summary>
    /// <param name="baseLimit">The limit of hits in a library of 10,000 songs or fewer.</param>
    public bool IsAmple(int probeCount, int baseLimit) => _postingCount / LongLists * probeCount <= baseLimit * _growth;

    /// <summary>Returns the probes of the shortest lists that have so many hits together, as they come.</summary>
    /// <param name="probes">By key. Shape [probes].</param>
    /// <param name="baseLimit">The limit of hits in a library of 10,000 songs or fewer.</param>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<ulong> Within(ReadOnlySpan<ulong> probes, int baseLimit)
    {
        var hitLimit = (long)(baseLimit * _growth);
        if (_classes.Length < probes.Length)
        {
            (_classes, _chosen) = (new byte[probes.Length], new ulong[probes.Length]);
        }

        Classify(probes);
        var (longest, hits) = (-1, 0L);
        while (longest < _hitsByClass.Length - 1 && hits + _hitsByClass[longest + 1] <= hitLimit)
        {
            hits += _hitsByClass[++longest];
        }

        return longest == _hitsByClass.Length - 1 ? probes : Choose(probes, longest);
    }

    /// <summary>Estimates the length of each probe's list.</summary>
    private void Classify(ReadOnlySpan<ulong> probes)
    {
        Array.Clear(_hitsByClass);
        var (key, length) = (-1, 0);
        for (var i = 0; i < probes.Length; i++)
        {
            if (ProbeKeys.Key(probes[i]) != key)
            {
                key = ProbeKeys.Key(probes[i]);
                length = 0;
                foreach (var segment in _segments)
                {
                    length = Math.Min(length + segment.EstimatePostings(key), int.MaxValue >> 4);
                }
            }

            var octave = BitOperations.Log2((uint)length + (1 << ClassBits)) - ClassBits;
            var step = ((length + (1 << ClassBits)) >> octave) & ((1 << ClassBits) - 1);
            _classes[i] = (byte)((octave << ClassBits) + step);
            _hitsByClass[_classes[i]] += length;
        }
    }

    private ReadOnlySpan<ulong> Choose(ReadOnlySpan<ulong> probes, int longest)
    {
        var count = 0;
        for (var i = 0; i < probes.Length; i++)
        {
            _chosen[count] = probes[i];
            count += _classes[i] <= longest ? 1 : 0;
        }

        return _chosen.AsSpan(0, count);
    }
}
