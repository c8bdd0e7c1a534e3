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
        // Fields are read once: what is read through a reference is read again in every round.
        var upper = _upper;
        var lower = _lower;
        var (lowBits, total) = (_lowBits, _count);
        var firstHigh = (long)(from >> lowBits);
        var lastHigh = (to - 1) >> lowBits;
        var lowMask = (1UL << lowBits) - 1;
        var bit = Seek(firstHigh);
        var wordBit = bit & ~63L;
        var word = ReadWord(upper, wordBit) & (ulong.MaxValue << (int)(bit & 63));
        var count = 0;
        for (var index = (int)(bit - firstHigh); index < total; index++)
        {
            while (word == 0)
            {
                wordBit += 64;
                word = ReadWord(upper, wordBit);
            }

            var high = (ulong)(wordBit + BitOperations.TrailingZeroCount(word) - index);
            if (high > lastHigh)
            {
                break;
            }

            word &= word - 1;
            var value = (high << lowBits) | (ReadLow(lower, (long)index * lowBits) & lowMask);
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

        var upper = _upper;
        var (wordBit, left) = (_wordBit, ordinal - _zeros);
        var zeros = ~ReadWord(upper, wordBit);
        for (var here = BitOperations.PopCount(zeros); here < left; here = BitOperations.PopCount(zeros))
        {
            left -= here;
            wordBit += 64;
            zeros = ~ReadWord(upper, wordBit);
        }

        (_wordBit, _zeros) = (wordBit, ordinal - left);
        for (; left > 1; left--)
        {
            zeros &= zeros - 1;
        }

        return wordBit + BitOperations.TrailingZeroCount(zeros) + 1;
    }

    // Words may run over into the lower bits: the count of values, not the end of the bits, ends every scan.
    private static ulong ReadWord(ReadOnlySpan<byte> upper, long bit) =>
        BinaryPrimitives.ReadUInt64LittleEndian(upper[(int)(bit >> 3)..]);

    private static ulong ReadLow(ReadOnlySpan<byte> lower, long bit) =>
        BinaryPrimitives.ReadUInt64LittleEndian(lower[(int)(bit >> 3)..]) >> (int)(bit & 7);
}
