using System.Globalization;

namespace Earmark.Tests.Reference;

/// <summary>Elias–Fano by its definition, a string of bits; no checksum.</summary>
internal static class EliasFano
{
    /// <summary>The bytes after the 8 of the header.</summary>
    public static byte[] Bits(IReadOnlyList<ulong> values, ulong universe)
    {
        var lowBits = 0;
        while (lowBits < 56 && universe / (ulong)values.Count >> (lowBits + 1) > 0)
        {
            lowBits++;
        }

        var upper = "";
        for (var high = 0UL; high <= (universe - 1) >> lowBits; high++)
        {
            upper += new string('1', values.Count(value => value >> lowBits == high)) + "0";
        }

        var lower = string.Concat(values.SelectMany(value =>
            Enumerable.Range(0, lowBits).Select(bit => (value >> bit & 1) == 1 ? '1' : '0')));
        return [.. Bytes(upper), .. Bytes(lower)];
    }

    private static IEnumerable<byte> Bytes(string bits) => bits.Chunk(8).Select(chunk =>
        byte.Parse(new string([.. chunk.Reverse()]), NumberStyles.BinaryNumber, CultureInfo.InvariantCulture));
}
