using CsCheck;
using Earmark.Landmarks;

namespace Earmark.Tests.Landmarks;

public sealed class LandmarkPairerTests
{
    private static readonly FingerprintProfile Full = FingerprintProfile.Full;

    [Fact]
    public void Agrees_with_the_definition_whatever_ties() =>
        Gen.Select(TestConstellation.Any, Gen.Int[1, 14]).Sample((constellation, fanOut) => Assert.Equal(
            Reference.LandmarkPairer.Pairs(constellation.Peaks, Full, fanOut),
            LandmarkPairer.Pairs(constellation, Full, fanOut)));

    [Fact]
    public void Landmarks_are_the_pairs_of_the_reference_by_anchor() => TestConstellation.Any.Sample(constellation =>
    {
        var peaks = constellation.Peaks;
        var expected =
            from pair in Reference.LandmarkPairer.Pairs(peaks, Full, Full.ReferenceFanOut)
            let key = Reference.LandmarkPairer.Key(peaks[pair.Anchor], peaks[pair.Target], Full)
            where key is not null
            select new Landmark(key.Value, peaks[pair.Anchor].Frame);

        Assert.Equal(expected, LandmarkPairer.ReferenceLandmarks(constellation, Full));
    });

    [Theory]
    [InlineData(3, false)] // 48 ms
    [InlineData(4, true)] // 64 ms
    [InlineData(75, true)] // 1.2 s
    [InlineData(76, false)]
    public void The_zone_reaches_from_60_ms_to_1200_ms(int delay, bool isPaired) =>
        Assert.Equal(isPaired, ArePaired(new Peak(10, 4000, 0), new Peak(10 + delay, 4000, 0)));

    [Theory]
    [InlineData(200, 2377, true)] // up from 98 Hz: half the band ends at 1161 Hz
    [InlineData(200, 2378, false)]
    [InlineData(2378, 200, false)] // and down
    [InlineData(2377, 200, true)]
    public void The_zone_is_half_the_band_up_and_down(int anchorStep, int targetStep, bool isPaired) =>
        Assert.Equal(
            isPaired, ArePaired(new Peak(10, (ushort)anchorStep, 0), new Peak(20, (ushort)targetStep, 0)));

    [Fact]
    public void Of_equal_ranks_the_earliest_targets_are_taken_then_the_lowest()
    {
        Peak[] peaks = [new(0, 800, 9), new(5, 900, 3), new(5, 950, 3), new(6, 700, 3), new(50, 800, 2)];

        Assert.Equal(
            [new(0, 4), new(0, 1), new(0, 2)],
            LandmarkPairer.Pairs(new Constellation(peaks, 60), Full, 3).Where(pair => pair.Anchor == 0));
    }

    [Fact]
    public void Fewer_than_two_peaks_make_no_pair()
    {
        Assert.Empty(LandmarkPairer.ReferenceLandmarks(new Constellation([], 0), Full));
        Assert.Empty(LandmarkPairer.ReferenceLandmarks(new Constellation([new Peak(3, 800, 0)], 10), Full));
    }

    private static bool ArePaired(Peak anchor, Peak target) =>
        LandmarkPairer.Pairs(new Constellation([anchor, target], 200), Full, 3).Count == 1;
}
