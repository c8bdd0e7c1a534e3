using CsCheck;
using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Tests.Indexing;

public sealed class ConstellationCodecTests
{
    private static readonly Gen<Constellation> Constellations =
        from frameCount in Gen.Int[1, 2000]
        from stepMax in Gen.Int[0, 8191]
        from rankMax in Gen.Int[0, 255]
        from peaks in Gen.Select(Gen.Int[0, frameCount - 1], Gen.Int[0, stepMax], Gen.Int[0, rankMax]).Array[0, 300]
        select new Constellation(
            [.. peaks.OrderBy(p => p.Item1).Select(p => new Peak(p.Item1, (ushort)p.Item2, (byte)p.Item3))],
            frameCount);

    [Fact]
    public void Any_constellation_reads_back_exactly() => Constellations.Sample(constellation =>
    {
        Assert.True(ConstellationCodec.TryDecode(ConstellationCodec.Encode(constellation), out var decoded));
        Assert.Equal(constellation.FrameCount, decoded.FrameCount);
        Assert.Equal(constellation.Peaks, decoded.Peaks);
    });

    [Fact]
    public void Any_part_reads_back_by_itself() =>
        Gen.Select(Constellations, Gen.Int[-300, 2300], Gen.Int[-300, 2300]).Sample((constellation, first, last) =>
        {
            var peaks = Array.Empty<Peak>();
            var count = ConstellationCodec.Read(ConstellationCodec.Encode(constellation), first, last, ref peaks);

            Assert.Equal(constellation.Peaks.Where(peak => peak.Frame >= first && peak.Frame <= last), peaks[..count]);
        });

    [Fact]
    public void A_recording_without_frames_reads_back()
    {
        Assert.True(ConstellationCodec.TryDecode(ConstellationCodec.Encode(new Constellation([], 0)), out var decoded));
        Assert.Equal(0, decoded.FrameCount);
        Assert.Empty(decoded.Peaks);
    }

    [Fact]
    public void Twenty_peaks_a_second_take_less_than_2_8_bytes_each()
    {
        var constellation = TestMusic.Constellation(1, peakCount: 4800, frameCount: 15_000);

        Assert.InRange(ConstellationCodec.Encode(constellation).Length, 1, 4800 * 2.8);
    }

    [Fact]
    public void Every_flipped_bit_is_noticed()
    {
        var encoded = ConstellationCodec.Encode(TestMusic.Constellation(1));
        for (var bit = 0; bit < encoded.Length * 8; bit++)
        {
            encoded[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(ConstellationCodec.TryDecode(encoded, out _), $"bit {bit}");
            encoded[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Every_cut_is_noticed()
    {
        var encoded = ConstellationCodec.Encode(TestMusic.Constellation(1));
        for (var length = 0; length < encoded.Length; length++)
        {
            Assert.False(ConstellationCodec.TryDecode(encoded.AsSpan(0, length), out _), $"length {length}");
        }
    }

    [Theory]
    [InlineData(10, 9, 0)] // out of order
    [InlineData(10, 100, 0)] // beyond the end
    [InlineData(10, 11, 8192)] // above 13 bits
    public void A_peak_that_does_not_fit_is_refused(int firstFrame, int secondFrame, int step)
    {
        Peak[] peaks = [new(firstFrame, 0, 0), new(secondFrame, (ushort)step, 0)];

        Assert.Throws<ArgumentException>(() => ConstellationCodec.Encode(new Constellation(peaks, 100)));
    }
}
