namespace Earmark.Indexing;

/// <summary>Sorts many whole numbers in a few passes.</summary>
/// <remarks>
/// Source: D. Knuth, The Art of Computer Programming 3, 5.2.5, algorithm R; least significant digit first.
/// </remarks>
internal static class RadixSort
{
    private const int DigitBitsMax = 11;

    /// <summary>
    /// Sorts <paramref name="values"/> by their lowest bits alone; those that tie stay in the order they had.
    /// </summary>
    /// <param name="spare">Room of the same length; its content is lost.</param>
    /// <param name="bitCount">Bits that count, 0 … 64.</param>
    public static void SortByLowBits(Span<ulong> values, Span<ulong> spare, int bitCount)
    {
        // As few passes as can be, then as narrow digits as can be: fewer places to write to at once.
        var passCount = (bitCount + DigitBitsMax - 1) / DigitBitsMax;
        var digitBits = (bitCount + passCount - 1) / Math.Max(passCount, 1);
        var from = values;
        var to = spare;
        for (var shift = 0; shift < bitCount; shift += digitBits)
        {
            SortByDigit(from, to, shift, Math.Min(digitBits, bitCount - shift));
            var swap = from;
            from = to;
            to = swap;
        }

        if (from != values)
        {
            from.CopyTo(values);
        }
    }

    private static void SortByDigit(ReadOnlySpan<ulong> from, Span<ulong> to, int shift, int digitBits)
    {
        Span<int> starts = stackalloc int[(1 << DigitBitsMax) + 1];
        starts = starts[..((1 << digitBits) + 1)];
        starts.Clear();
        var mask = (1UL << digitBits) - 1;
        foreach (var value in from)
        {
            starts[(int)((value >> shift) & mask) + 1]++;
        }

        for (var digit = 1; digit < starts.Length; digit++)
        {
            starts[digit] += starts[digit - 1];
        }

        foreach (var value in from)
        {
            to[starts[(int)((value >> shift) & mask)]++] = value;
        }
    }
}
