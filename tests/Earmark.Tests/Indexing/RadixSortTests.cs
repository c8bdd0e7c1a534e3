using CsCheck;
using Earmark.Indexing;

namespace Earmark.Tests.Indexing;

public sealed class RadixSortTests
{
    [Fact]
    public void Numbers_that_tie_in_the_bits_that_count_keep_their_order() =>
        Gen.Select(Gen.Int[0, 64], Gen.ULong.Array[0, 300]).Sample((bitCount, values) =>
        {
            var mask = bitCount == 64 ? ulong.MaxValue : (1UL << bitCount) - 1;
            var expected = values.OrderBy(value => value & mask).ToArray();

            RadixSort.SortByLowBits(values, new ulong[values.Length], bitCount);
            Assert.Equal(expected, values);
        });
}
