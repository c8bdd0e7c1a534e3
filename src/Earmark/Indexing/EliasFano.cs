using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;

namespace Earmark.Indexing;

/// <summary>A sorted list of whole numbers in about ⌈log2(universe / count)⌉ + 2 bits each.</summary>
/// <remarks>
/// <code>
/// offset  size
///      0     4   n, the count
///      4     4   CRC-32C of everything after it, seeded by n (exclusive or)
///      8     …   upper bits: for h = 0, 1, … one 1 for each value with value >> l == h, then a 0; whole bytes
///      …     …   lower bits: n × l bits, the lowest bit of each byte first; whole bytes
/// </code>
/// <para>
/// l = ⌊log2(universe / n)⌋, at most 56, 0 where the universe is no larger than n. A list of none takes 0 bytes.
/// </para>
/// <para>
/// Source: P. Elias, "Efficient storage and retrieval by content and address of static files", J. ACM 21 (1974);
/// S. Vigna, "Quasi-succinct indices", WSDM 2013. Unlike Vigna's, lists are short, so a scan over the upper words
/// takes the place of his skip pointers.
/// </para>
/// </remarks>
internal static class EliasFano
{
    /// <summary>Bytes that must be readable after an encoded list, of any value: words are read whole.</summary>
    public const int Slack = sizeof(ulong);

    /// <summary>Bytes before the upper bits.</summary>
    public const int HeaderSize = 8;
    private const int LowBitsMax = 56;

    /// <summary>Encodes <paramref name="values"/>.</summary>
    /// <param name="values">Ascending, repeats allowed, each below <paramref name="universe"/>.</param>
    /// <param name="buffer">Receives the bytes; grows where needed.</param>
    /// <returns>How many bytes of <paramref name="buffer"/> are the list.</returns>
    public static int Encode(ReadOnlySpan<ulong> values, ulong universe, ref byte[] buffer)
    {
        Debug.Assert(values.Length == 0 || values[^1] < universe);
        if (values.Length == 0)
        {
            return 0;
        }

        var lowBits = LowBits(values.Length, universe);
        var upperSize = UpperSize(values.Length, universe, lowBits);
        var size = Size(values.Length, universe);
        if (buffer.Length < size + Slack)
        {
            buffer = new byte[Math.Max(size + Slack, buffer.Length * 2)];
        }

        buffer.AsSpan(0, size + Slack).Clear();
        WriteUpper(values, lowBits, buffer.AsSpan(HeaderSize));
        WriteLower(values, lowBits, buffer.AsSpan(HeaderSize + upperSize));
        BinaryPrimitives.WriteInt32LittleEndian(buffer, values.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(4), Checksum(buffer.AsSpan(0, size)));
        return size;
    }

    /// <summary>Whether <paramref name="list"/> (without slack) is a list of that universe, undamaged.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> list, ulong universe)
    {
        if (list.Length == 0)
        {
            return true;
        }

        if (list.Length < HeaderSize)
        {
            return false;
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(list);

        // Any list takes at least a bit per value; a wild count must not overflow what follows.
        return count > 0
            && count / 8 <= list.Length
            && Size(count, universe) == list.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(list[4..]) == Checksum(list);
    }

    /// <summary>Values of a list, with or without its slack.</summary>
    public static int Count(ReadOnlySpan<byte> list) =>
        list.Length < HeaderSize ? 0 : BinaryPrimitives.ReadInt32LittleEndian(list);

    /// <summary>About how many values a list of that size holds, to some percent.</summary>
    /// <param name="valuesPerByte">What lists of that universe have on average: a first guess.</param>
    public static int EstimateCount(long size, ulong universe, double valuesPerByte)
    {
        var share = Math.Max(1, universe / (size * valuesPerByte));
        var lowBits = Math.ILogB(share);
        var bitsPerValue = 1 + Math.ScaleB(share, -lowBits) + lowBits;
        return (int)Math.Min(int.MaxValue >> 4, 8 * (size - HeaderSize) / bitsPerValue);
    }

    private static void WriteUpper(ReadOnlySpan<ulong> values, int lowBits, Span<byte> upper)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var bit = (long)(values[i] >> lowBits) + i;
            upper[(int)(bit >> 3)] |= (byte)(1 << (int)(bit & 7));
        }
    }

    private static void WriteLower(ReadOnlySpan<ulong> values, int lowBits, Span<byte> lower)
    {
        var lowMask = (1UL << lowBits) - 1;
        var (word, bitCount) = (0UL, 0);
        foreach (var value in values)
        {
            var low = value & lowMask;
            word |= low << bitCount;
            bitCount += lowBits;
            if (bitCount >= 64)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(lower, word);
                lower = lower[sizeof(ulong)..];
                bitCount -= 64;
                word = low >> (lowBits - bitCount);
            }
        }

        BinaryPrimitives.WriteUInt64LittleEndian(lower, word);
    }

    private static uint Checksum(ReadOnlySpan<byte> list) =>
        Crc32C.Compute(list[HeaderSize..]) ^ BinaryPrimitives.ReadUInt32LittleEndian(list);

    /// <summary>l, the lower bits that each value has.</summary>
    public static int LowBits(int count, ulong universe)
    {
        var share = universe / (ulong)count;
        return share == 0 ? 0 : Math.Min(BitOperations.Log2(share), LowBitsMax);
    }

    /// <summary>Bytes of the upper bits.</summary>
    public static int UpperSize(int count, ulong universe, int lowBits) =>
        checked((int)(((ulong)count + ((universe - 1) >> lowBits) + 1 + 7) / 8));

    private static int Size(int count, ulong universe)
    {
        var lowBits = LowBits(count, universe);
        return checked(HeaderSize + UpperSize(count, universe, lowBits) + (int)((((long)count * lowBits) + 7) / 8));
    }
}
