using System.Numerics;
using System.Runtime.InteropServices;

namespace Earmark;

/// <summary>CRC-32C (Castagnoli), the checksum of every block and section on disk.</summary>
/// <remarks>Source: RFC 3720, appendix B.4. The processor's own instruction computes it where there is one.</remarks>
internal static class Crc32C
{
    /// <summary>Returns the checksum of <paramref name="bytes"/>.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : Reverse(word));
        }

        foreach (var value in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }

    private static ulong Reverse(ulong word) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
}
