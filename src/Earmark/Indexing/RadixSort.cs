using System.Numerics;

namespace Earmark.Indexing;

/// <summary>Sorts many whole numbers in a few passes.</summary>
/// <remarks>
/// Source: D. Knuth, The Art of Computer Programming 3, 5.2.5, algorithm R; least significant digit first.
/// </remarks>
internal static class RadixSort
{
    private const int DigitBits = 11;
    private const int DigitCount = 1 << DigitBits;

    /// <summary>Sorts <paramref name="values"/> ascending.</summary>
    /// <param name="spare">Room of the same length; its content is lost.</param>
    /// <param name="limit">Every value is below it.</param>
    public static void Sort(Span<ulong> values, Span<ulong> spare, ulong limit)
    {
        var bitCount = 64 - BitOperations.LeadingZeroCount(limit);
        var from = values;
        var to = spare;
        for (var shift = 0; shift < bitCount; shift += DigitBits)
        {
            SortByDigit(from, to, shift);
            var swap = from;
            from = to;
            to = swap;
        }

        if (from != values)
        {
            from.CopyTo(values);
        }
    }

    private static void SortByDigit(ReadOnlySpan<ulong> from, Span<ulong> to, int shift)
    {
        Span<int> starts = stackalloc int[DigitCount + 1];
        starts.Clear();
        foreach (var value in from)
        {
            starts[(int)((value >> shift) & (DigitCount - 1)) + 1]++;
        }

        for (var digit = 1; digit <= DigitCount; digit++)
        {
            starts[digit] += starts[digit - 1];
        }

        foreach (var value in from)
        {
            to[starts[(int)((value >> shift) & (DigitCount - 1))]++] = value;
        }
    }
}
