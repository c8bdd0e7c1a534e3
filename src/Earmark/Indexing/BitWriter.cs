using System.Buffers.Binary;

namespace Earmark.Indexing;

/// <summary>Appends bits to a growing array, the lowest bit of each byte first.</summary>
internal sealed class BitWriter
{
    /// <summary>Bits that one <see cref="Write"/> may take.</summary>
    public const int BitsPerWrite = 32;

    private byte[] _bytes = new byte[1024];
    private int _bitCount;

    /// <summary>Bytes begun so far.</summary>
    public int ByteCount => (_bitCount + 7) >> 3;

    /// <summary>What has been written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, ByteCount);

    /// <summary>Appends the lowest <paramref name="bitCount"/> bits of <paramref name="value"/>.</summary>
    public void Write(uint value, int bitCount)
    {
        var at = _bitCount >> 3;
        if (at + sizeof(ulong) > _bytes.Length)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        var word = _bytes.AsSpan(at, sizeof(ulong));
        var bits = (value & ((1UL << bitCount) - 1)) << (_bitCount & 7);
        BinaryPrimitives.WriteUInt64LittleEndian(word, BinaryPrimitives.ReadUInt64LittleEndian(word) | bits);
        _bitCount += bitCount;
    }

    /// <summary>Appends <paramref name="count"/> ones and a zero.</summary>
    public void WriteUnary(int count)
    {
        for (; count >= BitsPerWrite; count -= BitsPerWrite)
        {
            Write(uint.MaxValue, BitsPerWrite);
        }

        Write((1u << count) - 1, count + 1);
    }

    /// <summary>Fills the byte begun with ones: a unary number that never ends, so readers find the end.</summary>
    public void PadWithOnes() => Write(0xFF, -_bitCount & 7);
}
