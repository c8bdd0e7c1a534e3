using System.Runtime.InteropServices;
using CsCheck;
using Earmark.Landmarks;
using Earmark.Tests.Spectral;

namespace Earmark.Tests.Landmarks;

public sealed class ConstellationExtractorTests
{
    private static readonly FingerprintProfile Full = FingerprintProfile.Full;

    [Theory]
    [InlineData(1, 1.0)] // shorter than the local mean
    [InlineData(2, 2.6)]
    public void Agrees_with_the_definition_but_for_what_rounding_moves(uint seed, double seconds)
    {
        var samples = TestSound.Notes(seed, seconds);

        var expected = Reference.ConstellationExtractor.Extract(samples, Full, Full.QueryPeakRate);
        var actual = Extract(samples).FinishQuery().Peaks;

        // Rounding may swap two that are nearly as salient, or move one by an eighth of a bin.
        var moved = actual.Except(expected).Concat(expected.Except(actual)).Count();
        Assert.InRange(expected.Count, 25 * seconds, Full.QueryPeakRate * seconds);
        Assert.InRange(moved, 0, expected.Count / 50);
    }

    [Fact]
    public void Every_machine_and_instruction_set_finds_the_same_bits()
    {
        // Run with DOTNET_EnableAVX2=0 and DOTNET_EnableHWIntrinsic=0 as well: the sums must not change.
        var extractor = Extract(TestSound.Notes(seed: 3, seconds: 6));

        var peaks = extractor.FinishQuery().Peaks.ToArray();
        Assert.Equal((590, 3920011535u), (peaks.Length, Checksum(peaks)));
        Assert.Equal(1051658586u, Checksum(LandmarkPairer.ReferenceLandmarks(extractor.FinishReference(), Full)));
    }

    [Fact]
    public void Any_cut_into_blocks_gives_the_same_constellation() =>
        Gen.Select(Gen.Int[0, 800], Gen.Int[1, 100].Array[1, 20]).Sample((sampleCount, blocks) =>
        {
            var samples = TestSound.Notes(seed: (uint)sampleCount, seconds: 1)[..sampleCount];
            var inBlocks = new ConstellationExtractor(TestProfiles.Small);
            ReadOnlySpan<float> rest = samples;
            for (var i = 0; rest.Length > 0; i++)
            {
                var length = Math.Min(blocks[i % blocks.Length], rest.Length);
                inBlocks.Write(rest[..length]);
                rest = rest[length..];
            }

            var expected = Extract(samples, TestProfiles.Small).FinishQuery();
            var actual = inBlocks.FinishQuery();
            Assert.Equal(expected.FrameCount, actual.FrameCount);
            Assert.Equal(expected.Peaks, actual.Peaks);
        });

    [Fact]
    public void One_listening_gives_both_densities_the_reference_within_the_query()
    {
        var extractor = Extract(TestSound.Notes(seed: 4, seconds: 4));

        var (reference, query) = (extractor.FinishReference(), extractor.FinishQuery());
        Assert.Equal(query.Peaks.Where(peak => peak.Rank < Full.ReferencePeakRate), reference.Peaks);
        Assert.InRange(reference.Peaks.Count, 4 * 15, 4 * 25);
        Assert.Equal(reference.FrameCount, query.FrameCount);
    }

    [Fact]
    public void Silence_has_frames_but_no_peaks()
    {
        var constellation = Extract(new float[5 * 8000]).FinishQuery();

        Assert.Equal(297, constellation.FrameCount);
        Assert.Empty(constellation.Peaks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(80)]
    [InlineData(2047)]
    public void Less_than_a_window_has_no_frames(int sampleCount)
    {
        var constellation = Extract(TestSound.Notes(seed: 5, seconds: 1)[..sampleCount]).FinishReference();

        Assert.Equal(0, constellation.FrameCount);
        Assert.Empty(constellation.Peaks);
    }

    [Fact]
    public void A_tone_that_begins_is_found_where_it_begins_at_its_frequency()
    {
        // 1,000 Hz lies on bin 256 exactly; it begins at 2 s and stays.
        var samples = new float[4 * 8000];
        for (var i = 16_000; i < samples.Length; i++)
        {
            samples[i] = (float)Math.Sin(2 * Math.PI * i / 8);
        }

        var strongest = Extract(samples).FinishQuery().Peaks.Where(peak => peak.Rank == 0).ToList();
        var first = Assert.Single(strongest, peak => peak.Step is >= 2040 and <= 2056);
        Assert.InRange(first.Frame * Full.HopLength, 16_000 - Full.WindowLength, 16_000 + Full.WindowLength);
    }

    private static ConstellationExtractor Extract(float[] samples, FingerprintProfile? profile = null)
    {
        var extractor = new ConstellationExtractor(profile ?? Full);
        extractor.Write(samples);
        return extractor;
    }

    private static uint Checksum(Peak[] peaks) =>
        Checksum(Array.ConvertAll(peaks, peak => new Landmark((peak.Step << 8) + peak.Rank, peak.Frame)));

    private static uint Checksum(Landmark[] landmarks)
    {
        var numbers = landmarks.SelectMany(landmark => new[] { landmark.Key, landmark.Frame }).ToArray();
        return Crc32C.Compute(MemoryMarshal.AsBytes<int>(numbers));
    }
}
