using CsCheck;
using Earmark.Indexing;

namespace Earmark.Tests.Indexing;

public sealed class EliasFanoTests
{
    [Fact]
    public void Bytes_are_those_of_the_definition() => Lists(universeMax: 2000, countMax: 300).Sample(list =>
    {
        var buffer = Array.Empty<byte>();
        var size = EliasFano.Encode(list.Values, list.Universe, ref buffer);

        Assert.Equal(
            list.Values.Length == 0 ? [] : Reference.EliasFano.Bits(list.Values, list.Universe),
            buffer[Math.Min(8, size)..size]);
    });

    [Fact]
    public void Any_range_reads_back() =>
        Gen.Select(Lists(universeMax: 1UL << 60, countMax: 400), Gen.ULong, Gen.ULong).Sample((list, a, b) =>
            AssertRange(list, Math.Min(a, b) % list.Universe, (Math.Max(a, b) % list.Universe) + 1));

    [Fact]
    public void The_values_of_each_key_read_back_when_keys_are_hot_empty_or_full() =>
        Lists(universeMax: 64, countMax: 2000).Sample(list =>
        {
            for (var from = 0UL; from < list.Universe; from++)
            {
                AssertRange(list, from, from + 1);
            }
        });

    [Fact]
    public void One_reader_reads_ranges_in_any_order() =>
        Gen.Select(Lists(5000, countMax: 400), Gen.Select(Gen.ULong, Gen.ULong[0, 300]).Array[1, 40]).Sample(
            (list, ranges) =>
            {
                var buffer = Array.Empty<byte>();
                var size = EliasFano.Encode(list.Values, list.Universe, ref buffer);
                if (size == 0)
                {
                    return;
                }

                var reader = new EliasFanoReader(buffer.AsSpan(0, size + EliasFano.Slack), list.Universe);
                var values = Array.Empty<long>();
                foreach (var (start, length) in ranges)
                {
                    var from = start % list.Universe;
                    var to = Math.Min(from + length, list.Universe);
                    var count = reader.ReadRange(from, to, ref values);
                    Assert.Equal(
                        list.Values.Where(value => value >= from && value < to).Select(value => (long)(value - from)),
                        values[..count]);
                }
            });

    [Fact]
    public void Neighboring_ranges_read_back_together() =>
        Gen.Select(Lists(5000, countMax: 400), Gen.ULong, Gen.ULong[1, 300], Gen.Int[1, 20]).Sample(
            (list, start, length, rangeCount) =>
            {
                var buffer = Array.Empty<byte>();
                var size = EliasFano.Encode(list.Values, list.Universe, ref buffer);
                if (size == 0)
                {
                    return;
                }

                var reader = new EliasFanoReader(buffer.AsSpan(0, size + EliasFano.Slack), list.Universe);
                var first = start % list.Universe;
                var (values, ends) = (new long[] { -5, -6, -7 }, new int[rangeCount]);
                var count = reader.ReadRanges(first, length, ends, ref values, count: 2);

                Assert.Equal([-5, -6], values[..2]);
                Assert.Equal(count, ends[^1]);
                for (var i = 0; i < rangeCount; i++)
                {
                    var from = first + ((ulong)i * length);
                    Assert.Equal(
                        list.Values.Where(v => v >= from && v < from + length).Select(v => (long)(v - from)),
                        values[(i == 0 ? 2 : ends[i - 1])..ends[i]]);
                }
            });

    [Fact]
    public void Positions_above_32_bits_read_back()
    {
        ulong[] values = [0, 1, 1UL << 32, (1UL << 40) + 1, (1UL << 62) - 1];

        AssertRange((values, 1UL << 62), 0, 1UL << 62);
        AssertRange((values, 1UL << 62), (1UL << 40) + 1, (1UL << 40) + 2);
    }

    [Fact]
    public void An_empty_list_takes_no_bytes()
    {
        var buffer = Array.Empty<byte>();

        Assert.Equal(0, EliasFano.Encode([], 1000, ref buffer));
        Assert.True(EliasFano.IsIntact([], 1000));
        Assert.Equal(0, EliasFano.Count([]));
    }

    [Fact]
    public void Every_flipped_bit_and_every_cut_is_noticed()
    {
        ulong[] values = [3, 50, 50, 700, 999];
        var buffer = Array.Empty<byte>();
        var size = EliasFano.Encode(values, 1000, ref buffer);
        var list = buffer.AsSpan(0, size);

        Assert.True(EliasFano.IsIntact(list, 1000));
        for (var bit = 0; bit < list.Length * 8; bit++)
        {
            list[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(EliasFano.IsIntact(list, 1000), $"bit {bit}");
            list[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 1; length < list.Length; length++)
        {
            Assert.False(EliasFano.IsIntact(list[..length], 1000), $"length {length}");
        }
    }

    private static Gen<(ulong[] Values, ulong Universe)> Lists(ulong universeMax, int countMax) =>
        from bits in Gen.Int[0, 64]
        from universe in Gen.ULong[1, Math.Max(1, universeMax >> (64 - bits >> 1))]
        from values in Gen.ULong[0, universe - 1].Array[0, countMax]
        select (values.Order().ToArray(), universe);

    private static void AssertRange((ulong[] Values, ulong Universe) list, ulong from, ulong to)
    {
        var buffer = Array.Empty<byte>();
        var size = EliasFano.Encode(list.Values, list.Universe, ref buffer);
        if (size == 0)
        {
            return;
        }

        // What follows a list must not matter.
        buffer.AsSpan(size, EliasFano.Slack).Fill(0xFF);
        var values = Array.Empty<long>();
        var count = new EliasFanoReader(buffer.AsSpan(0, size + EliasFano.Slack), list.Universe)
            .ReadRange(from, to, ref values);

        Assert.True(EliasFano.IsIntact(buffer.AsSpan(0, size), list.Universe));
        Assert.Equal(list.Values.Length, EliasFano.Count(buffer));
        Assert.Equal(
            list.Values.Where(value => value >= from && value < to).Select(value => (long)(value - from)),
            values[..count]);
    }
}
