using System.Numerics;
using Earmark.Indexing;

namespace Earmark.Matching;

/// <summary>Leaves out the longest lists where a library is so large that reading all of them would take long.</summary>
/// <remarks>
/// A pair that is frequent in the library tells least of where a clip comes from, and costs most. So what a search
/// costs is bounded, whatever the library's size, and what it finds suffers little: docs/large-libraries.md. How long
/// a list is is estimated from its block, without reading it. For one thread.
/// </remarks>
internal sealed class VoteBudget
{
    /// <summary>No clip has been seen to hit more than a twentieth of a library: where one in this fits, all do.</summary>
    private const int SmallLibrary = 4;

    /// <summary>Lengths are told apart to an eighth: eight classes an octave, from 8 on.</summary>
    private const int ClassBits = 3;

    private readonly IReadOnlyList<Segment> _segments;
    private readonly long _postingCount;
    private readonly long[] _hitsByClass = new long[(32 - ClassBits) << ClassBits];
    private byte[] _classes = [];
    private ulong[] _chosen = [];

    public VoteBudget(IndexSnapshot index)
    {
        _segments = index.Segments;
        _postingCount = _segments.Sum(segment => segment.PostingCount);
    }

    /// <summary>Returns the probes of the shortest lists that have so many hits together, as they come.</summary>
    /// <param name="probes">By key. Shape [probes].</param>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<ulong> Within(ReadOnlySpan<ulong> probes, int hitLimit)
    {
        if (_postingCount <= SmallLibrary * (long)hitLimit)
        {
            return probes;
        }

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
