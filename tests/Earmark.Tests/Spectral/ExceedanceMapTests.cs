using CsCheck;
using Earmark.Landmarks;
using Earmark.Spectral;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Spectral;

public sealed class ExceedanceMapTests
{
    private static readonly FingerprintProfile Full = FingerprintProfile.Full;

    /// <summary>Bin of the band that 1,000 Hz falls on, exactly.</summary>
    private static readonly int Bin1000 = 256 - Full.LowestBin;

    [Fact]
    public void Agrees_with_the_definition_on_any_rows() =>
        Gen.Select(Gen.Int[0, 75], Gen.Int[9, 110], Gen.Int[1, 12], Gen.Int[0, 9999]).Sample(
            (frameCount, binCount, spread, seed) =>
            {
                // From hardly any difference, where most cells tie, to beyond what a byte can say.
                var random = new Random(seed);
                float[][] rows =
                [
                    .. Enumerable.Range(0, frameCount).Select(_ => Enumerable.Range(0, binCount)
                        .Select(_ => spread * ((2 * random.NextSingle()) - 1)).ToArray()),
                ];

                Assert.Equal(Reference.ExceedanceMap.Levels(rows), Levels(Build(rows, binCount)));
            },
            iter: 60);

    [Fact]
    public void A_cell_in_the_open_is_as_low_as_its_surroundings_are_many_and_the_weakest_is_of_the_last_level()
    {
        var rows = Enumerable.Range(0, 100).Select(_ => new float[100]).ToArray();
        (rows[40][60], rows[80][20]) = (1, -1);
        foreach (var (frame, bin) in from f in Enumerable.Range(79, 3) from b in Enumerable.Range(19, 3) select (f, b))
        {
            rows[frame][bin] = -1;
        }

        var map = Build(rows, 100);

        Assert.Equal((100, 100, 24), (map.FrameCount, map.BinCount, map.LowestBin));
        Assert.Equal(ExceedanceMap.LevelOf(0.5 / 49), map[40, 60]); // none of 48 frames reaches it
        Assert.Equal(ExceedanceMap.LevelCount - 1, map[80, 20]);
        Assert.Equal(ExceedanceMap.LevelCount - 1, map[10, 10]); // ties count as reached
    }

    [Fact]
    public void A_place_one_cell_off_is_as_good_and_two_cells_off_is_not()
    {
        var rows = Enumerable.Range(0, 100).Select(_ => new float[100]).ToArray();
        rows[40][60] = 1;

        var map = Build(rows, 100);

        for (var frame = 38; frame <= 42; frame++)
        {
            for (var bin = 58; bin <= 62; bin++)
            {
                var isNear = Math.Abs(frame - 40) <= 1 && Math.Abs(bin - 60) <= 1;
                Assert.Equal(isNear, map[frame, bin] == map[40, 60]);
            }
        }
    }

    [Fact]
    public void A_steady_tone_does_not_stand_out_though_it_is_the_loudest_of_its_frame() =>
        Assert.InRange(MapOf(i => Tone(i), seconds: 4)[110, Bin1000], 10, 12);

    [Fact]
    public void A_click_does_not_stand_out_though_it_is_the_loudest_of_its_second() =>
        Assert.InRange(
            Enumerable.Range(0, Full.BinCount - 80).Count(bin => Clicked.Value[ClickFrame, 40 + bin] < 2),
            0,
            Full.BinCount / 100);

    [Fact]
    public void A_note_in_bins_that_a_room_swallows_stands_out_from_what_they_are_otherwise()
    {
        // Noise of half a nat, five bins of it 3 nats lower all along: the note there stays below its surroundings.
        var random = new Random(1);
        float[][] rows = [.. Enumerable.Range(0, 100).Select(_ => Noise(random, 100))];
        foreach (var row in rows)
        {
            for (var bin = 48; bin <= 52; bin++)
            {
                row[bin] -= 3;
            }
        }

        rows[40][50] = -1.5f;

        Assert.InRange(Build(rows, 100)[40, 50], 0, 1);

        static float[] Noise(Random random, int count) =>
            [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    [Fact]
    public void A_burst_of_a_tone_stands_out_where_it_sounds()
    {
        var map = MapOf(i => i is >= 16_000 and < 17_600 ? Tone(i) : 0, seconds: 4, noise: 10);
        var middle = FrameAt(16_800);

        Assert.InRange(map[middle, Bin1000], 0, 1);
        Assert.InRange(map[middle, Bin1000 + 60], 5, 12);
        Assert.InRange(map[middle - 31, Bin1000], 5, 12);
    }

    [Fact]
    public void A_burst_out_of_near_silence_stands_out_no_less()
    {
        // 60 dB above the noise: some 14 nats, as in any clean recording with rests.
        var map = MapOf(i => i is >= 16_000 and < 17_600 ? Tone(i) : 0, seconds: 4, noise: 0.001f);

        Assert.InRange(map[FrameAt(16_800), Bin1000], 0, 1);
    }

    [Theory]
    [InlineData(0.25f)]
    [InlineData(4f)]
    public void Volume_changes_nothing(float gain)
    {
        // Far above the floor under all levels, which does not move with the volume.
        var samples = Array.ConvertAll(TestSound.Notes(seed: 1, seconds: 2), sample => 256 * sample);
        var louder = Array.ConvertAll(samples, sample => gain * sample);

        // A power of two changes no digit of a spectrum, but the last one of its logarithm, and so the odd rank.
        var (map, other) = (Levels(MapOf(samples)), Levels(MapOf(louder)));
        var pairs = map.SelectMany(row => row).Zip(other.SelectMany(row => row)).ToList();
        Assert.InRange(pairs.Count(pair => pair.First != pair.Second), 0, pairs.Count / 100);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2047, 0)]
    [InlineData(2048, 1)]
    [InlineData(2048 + 128, 2)]
    public void The_shortest_recordings_have_a_map_of_their_few_frames(int sampleCount, int frameCount)
    {
        var map = MapOf(TestSound.Notes(seed: 1, seconds: 1)[..sampleCount]);

        Assert.Equal((frameCount, Full.BinCount), (map.FrameCount, map.BinCount));

        // Without another time to compare with, half of the cells may be expected to be stronger.
        var levels = Levels(map).SelectMany(row => row).ToList();
        Assert.Equal(frameCount * Full.BinCount, levels.Count);
        Assert.All(levels, level => Assert.InRange(level, ExceedanceMap.LevelOf(0.5), ExceedanceMap.LevelCount - 1));
    }

    [Fact]
    public void Who_asks_for_a_map_hears_the_same_constellation()
    {
        var samples = TestSound.Notes(seed: 2, seconds: 3);
        var (plain, mapping) = (new ConstellationExtractor(Full), Extractor(samples, out var contrast));
        plain.Write(samples);

        var (expected, actual) = (plain.FinishQuery(), mapping.FinishQuery());
        Assert.Equal(expected.Peaks, actual.Peaks);
        Assert.Equal(expected.FrameCount, actual.FrameCount);
        Assert.Equal(expected.FrameCount, contrast.Exceedance(0, contrast.FrameCount).FrameCount);
    }

    [Fact]
    public void Peaks_stand_out_more_than_other_cells()
    {
        var samples = TestSound.Notes(seed: 3, seconds: 4);
        var constellation = Extractor(samples, out var contrast).FinishReference();
        var map = contrast.Exceedance(0, contrast.FrameCount);

        var atPeaks = constellation.Peaks.Average(peak => map[peak.Frame, (peak.Step / 8) - Full.LowestBin]);
        Assert.InRange(atPeaks, 0, 0.6 * Levels(map).SelectMany(row => row).Average());
    }

    private const int ClickFrame = 117; // the click at 16,000 lies in its middle

    private static readonly Lazy<ExceedanceMap> Clicked = new(() => MapOf(i => i == 16_000 ? 1 : 0, seconds: 4));

    private static float Tone(int i) => (float)Math.Sin(2 * Math.PI * i / 8);

    private static int FrameAt(int sample) => (sample - (Full.WindowLength / 2)) / Full.HopLength;

    /// <summary>The map of a sound over white noise, without which other cells would be all alike.</summary>
    private static ExceedanceMap MapOf(Func<int, float> sound, int seconds, float noise = 0.001f)
    {
        var random = new Random(1);
        return MapOf([
            .. Enumerable.Range(0, 8000 * seconds).Select(i => sound(i) + (noise * (random.NextSingle() - 0.5f)))]);
    }

    private static ExceedanceMap MapOf(float[] samples)
    {
        Extractor(samples, out var contrast).FinishQuery();
        return contrast.Exceedance(0, contrast.FrameCount);
    }

    private static ConstellationExtractor Extractor(float[] samples, out ContrastRecord contrast)
    {
        contrast = new ContrastRecord(Full);
        var extractor = new ConstellationExtractor(Full, contrast);
        extractor.Write(samples);
        return extractor;
    }

    private static ExceedanceMap Build(float[][] rows, int binCount)
    {
        var contrast = new ContrastRecord(Full with { HighestBin = Full.LowestBin + binCount - 1 });
        foreach (var row in rows)
        {
            contrast.Add(row);
        }

        return contrast.Exceedance(0, contrast.FrameCount);
    }

    private static int[][] Levels(ExceedanceMap map) =>
    [
        .. Enumerable.Range(0, map.FrameCount).Select(frame =>
            Enumerable.Range(0, map.BinCount).Select(bin => map[frame, bin]).ToArray()),
    ];
}
