using System.Buffers.Binary;
using System.Numerics;

namespace Earmark.Indexing;

/// <summary>Reads what <see cref="BitWriter"/> wrote. Beyond the end there are only ones.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _bit;

    /// <summary>Reads up to 32 bits.</summary>
    public uint Read(int bitCount)
    {
        var value = (uint)(Peek() & ((1UL << bitCount) - 1));
        _bit += bitCount;
        return value;
    }

    /// <summary>Reads a number of ones closed by a zero; false when the bytes end before the zero.</summary>
    public bool TryReadUnary(out int count)
    {
        count = 0;
        while (_bit < _bytes.Length * 8)
        {
            // A shifted word holds at least 57 bits of the stream, the zeros shifted in do not count.
            var ones = BitOperations.TrailingZeroCount(~Peek());
            var valid = 64 - (_bit & 7);
            if (ones < valid)
            {
                count += ones;
                _bit += ones + 1;
                return _bit <= _bytes.Length * 8;
            }

            count += valid;
            _bit += valid;
        }

        return false;
    }

    private readonly ulong Peek()
    {
        var rest = _bytes[Math.Min(_bit >> 3, _bytes.Length)..];
        if (rest.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(rest) >> (_bit & 7);
        }

        var word = ulong.MaxValue;
        for (var i = rest.Length - 1; i >= 0; i--)
        {
            word = (word << 8) | rest[i];
        }

        return word >> (_bit & 7);
    }
}
