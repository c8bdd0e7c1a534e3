using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    /// <summary>
    /// Reads the values of neighboring ranges of one length: the first begins at <paramref name="from"/>, each other
    /// where the one before ends.
    /// </summary>
    /// <param name="length">Of each range, above 0.</param>
    /// <param name="ends">Receives where in <paramref name="values"/> each range's values end.</param>
    /// <param name="values">
    /// Receives from <paramref name="count"/> on each value less the start of its range, ascending in each; grows where
    /// needed.
    /// </param>
    /// <param name="count">Values that are there already.</param>
    /// <returns>How many there are then.</returns>
    public int ReadRanges(ulong from, ulong length, scoped Span<int> ends, ref long[] values, int count)
    {
        // Fields are read once: what is read through a reference is read again in every round.
        var (lowBits, total) = (_lowBits, _count);
        var upper = _upper;
        ref var lower = ref MemoryMarshal.GetReference(_lower);
        var firstHigh = (long)(from >> lowBits);
        var lowMask = (1UL << lowBits) - 1;
        var bit = Seek(firstHigh);
        var wordBit = bit & ~63L;
        var word = ReadWord(upper, wordBit) & (ulong.MaxValue << (int)(bit & 63));
        var (range, start, end) = (0, from, from + length);
        for (var index = (int)(bit - firstHigh); index < total; index++)
        {
            while (word == 0)
            {
                wordBit += 64;
                word = ReadWord(upper, wordBit);
            }

            // The upper bits are read with their length checked, so a list that lies about itself ends there; the
            // lower bits of each of its values are known to exist.
            var high = (ulong)(wordBit + BitOperations.TrailingZeroCount(word) - index);
            word &= word - 1;
            var value = (high << lowBits) | (ReadLow(ref lower, (long)index * lowBits) & lowMask);
            while (value >= end)
            {
                ends[range++] = count;
                if (range == ends.Length)
                {
                    return count;
                }

                (start, end) = (end, end + length);
            }

            if (count == values.Length)
            {
                Array.Resize(ref values, Math.Max(256, values.Length * 2));
            }

            // What lies before the first range is written over by the next.
            values[count] = (long)(value - start);
            count += value >= start ? 1 : 0;
        }

        ends[range..].Fill(count);
        return count;
    }

    /// <summary>Reads the values from <paramref name="from"/> up to, not including, <paramref name="to"/>.</summary>
    /// <param name="values">Receives each value minus <paramref name="from"/>, ascending; grows where needed.</param>
    /// <returns>How many there are.</returns>
    public int ReadRange(ulong from, ulong to, ref long[] values)
    {
        var end = 0;
        return ReadRanges(from, to - from, new Span<int>(ref end), ref values, 0);
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

    // Without a check of the length: it was a third of the time that reading a long list took.
    private static ulong ReadLow(ref byte lower, long bit)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref lower, (nint)(bit >> 3)));
        return (BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word)) >> (int)(bit & 7);
    }
}
