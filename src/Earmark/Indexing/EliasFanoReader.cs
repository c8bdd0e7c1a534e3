using System.Buffers.Binary;
using System.Numerics;

namespace Earmark.Indexing;

/// <summary>Reads ranges of one <see cref="EliasFano"/> list.</summary>
/// <remarks>Ranges may come in any order; rising ones cost least: each search goes on where the last began.</remarks>
internal ref struct EliasFanoReader
{
    private readonly ReadOnlySpan<byte> _upper;
    private readonly ReadOnlySpan<byte> _lower;
    private readonly int _count;
    private readonly int _lowBits;

    // Where the last range began: a word of the upper bits, by its first bit, and the zeros before it.
    private long _wordBit;
    private long _zeros;

    /// <param name="list">
    /// An intact, non-empty list followed by <see cref="EliasFano.Slack"/> bytes of any value.
    /// </param>
    public EliasFanoReader(ReadOnlySpan<byte> list, ulong universe)
    {
        _count = EliasFano.Count(list);
        _lowBits = EliasFano.LowBits(_count, universe);
        _upper = list[EliasFano.HeaderSize..];
        _lower = _upper[EliasFano.UpperSize(_count, universe, _lowBits)..];
    }

    /// <summary>Reads the values from <paramref name="from"/> up to, not including, <paramref name="to"/>.</summary>
    /// <param name="values">Receives each value minus <paramref name="from"/>, ascending; grows where needed.</param>
    /// <returns>How many there are.</returns>
    public int ReadRange(ulong from, ulong to, ref long[] values)
    {
        var firstHigh = (long)(from >> _lowBits);
        var lastHigh = (to - 1) >> _lowBits;
        var bit = Seek(firstHigh);
        var index = (int)(bit - firstHigh);
        var wordBit = bit & ~63L;
        var word = ReadWord(wordBit) & (ulong.MaxValue << (int)(bit & 63));
        var lowMask = (1UL << _lowBits) - 1;
        var count = 0;
        for (; index < _count; index++)
        {
            while (word == 0)
            {
                wordBit += 64;
                word = ReadWord(wordBit);
            }

            var high = (ulong)(wordBit + BitOperations.TrailingZeroCount(word) - index);
            if (high > lastHigh)
            {
                break;
            }

            word &= word - 1;
            var value = (high << _lowBits) | (ReadLow(index) & lowMask);
            if (value >= to)
            {
                break;
            }

            if (value >= from)
            {
                if (count == values.Length)
                {
                    Array.Resize(ref values, Math.Max(256, values.Length * 2));
                }

                values[count++] = (long)(value - from);
            }
        }

        return count;
    }

    /// <summary>The bit after the <paramref name="ordinal"/>-th zero (counted from 1); 0 for none.</summary>
    private long Seek(long ordinal)
    {
        if (ordinal <= _zeros)
        {
            (_wordBit, _zeros) = (0, 0);
            if (ordinal == 0)
            {
                return 0;
            }
        }

        var zeros = ~ReadWord(_wordBit);
        while (_zeros + BitOperations.PopCount(zeros) < ordinal)
        {
            _zeros += BitOperations.PopCount(zeros);
            _wordBit += 64;
            zeros = ~ReadWord(_wordBit);
        }

        for (var left = ordinal - _zeros; left > 1; left--)
        {
            zeros &= zeros - 1;
        }

        return _wordBit + BitOperations.TrailingZeroCount(zeros) + 1;
    }

    // Words may run over into the lower bits: the count of values, not the end of the bits, ends every scan.
    private readonly ulong ReadWord(long bit) => BinaryPrimitives.ReadUInt64LittleEndian(_upper[(int)(bit >> 3)..]);

    private readonly ulong ReadLow(int index)
    {
        var bit = (long)index * _lowBits;
        return BinaryPrimitives.ReadUInt64LittleEndian(_lower[(int)(bit >> 3)..]) >> (int)(bit & 7);
    }
}
