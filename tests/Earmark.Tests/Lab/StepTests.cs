using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Earmark.Lab;

namespace Earmark.Tests.Lab;

/// <summary>Steps 2 to 5 against NumPy and SciPy, and on tiny inputs whose answer can be seen.</summary>
public sealed class StepTests
{
    private const int BinCount = LabSpectrogram.BinCount;

    private static readonly LabSpectrogram Spectrogram = LabSpectrogram.Of(LabFixture.Signal());

    [Fact]
    public void The_spectrogram_is_that_of_scipy()
    {
        var expected = LabFixture.Read<double>("spectrogram.bin");
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(Spectrogram.Power[i] - expected[i]) <= 1e-9 * expected[i], $"cell {i}");
        }

        Assert.Equal(142, Spectrogram.FrameCount);
        Assert.Equal(LabFixture.Read<double>("mean.bin").Single(), Spectrogram.Mean(), 1e-15);
    }

    [Fact]
    public void A_constant_has_no_power() =>
        Assert.True(LabSpectrogram.Of([.. Enumerable.Repeat(0.5, 1000)]).Power.ToArray().All(power => power == 0));

    [Fact]
    public void The_notebooks_peaks_are_those_of_numpy() =>
        Assert.Equal(LabFixture.Read<int>("notebook-peaks.bin"), Places(NotebookPeaks.Pick(Spectrogram)));

    [Fact]
    public void The_peaks_of_the_labs_text_are_those_of_numpy() =>
        Assert.Equal(LabFixture.Read<int>("shift-peaks.bin"), Places(ShiftPeaks.Pick(Spectrogram, 30)));

    [Theory]
    [InlineData(PeakRule.Notebook, "notebook-pairs.bin")]
    [InlineData(PeakRule.Shifts, "shift-pairs.bin")]
    public void Pairs_and_hashes_are_those_of_numpy(PeakRule rule, string name)
    {
        var pairs = PairScan.Scan(new LabSettings(rule).Pick(Spectrogram));

        Assert.Equal(
            LabFixture.Read<int>(name),
            pairs.SelectMany(pair => new[] { pair.Frame1, pair.Frame2, pair.Bin1, pair.Bin2, PairHash.Of(pair) }));
    }

    [Fact]
    public void Every_hash_there_can_be_is_that_of_numpy_with_the_nearest_logarithms()
    {
        var hashes =
            from bin1 in Enumerable.Range(0, BinCount)
            from bin2 in Enumerable.Range(0, BinCount)
            from frames in Enumerable.Range(0, PairScan.FrameReach)
            select PairHash.Of(bin1, bin2, frames);

        Assert.Equal(
            LabFixture.Read<byte>("hashes.bin"),
            SHA256.HashData(MemoryMarshal.AsBytes(hashes.ToArray().AsSpan())));
    }

    [Fact]
    public void The_lowest_row_is_compared_with_the_last()
    {
        var power = new double[2 * BinCount];
        power[0] = 1000;
        power[BinCount] = 1000;
        power[(2 * BinCount) - 1] = 1000;

        // Both begin with 1000; in the second segment the last row, which stands for row −1, is as large.
        Assert.Equal([(0, 0)], NotebookPeaks.Pick(new LabSpectrogram(power)).RowByRow());
    }

    [Fact]
    public void Shifts_go_around_and_of_equals_none_is_a_peak()
    {
        var power = new double[20 * BinCount];
        power[Cell(0, 0)] = 5;
        power[Cell(BinCount - 2, 18)] = 4;
        power[Cell(60, 8)] = 3;
        power[Cell(61, 10)] = 3;
        power[Cell(90, 8)] = 2;

        Assert.Equal([(0, 0), (90, 8)], ShiftPeaks.Pick(new LabSpectrogram(power), 30).RowByRow());
    }

    [Fact]
    public void The_largest_are_kept_as_many_a_second_as_were_asked_for()
    {
        var power = new double[40 * BinCount];
        for (var i = 0; i < 4; i++)
        {
            power[Cell(20 * (i + 1), 10 * i)] = i + 1;
        }

        // 40 segments are 1.108 s to the middle of the last.
        Assert.Equal([(60, 20), (80, 30)], ShiftPeaks.Pick(new LabSpectrogram(power), 1.5).RowByRow());
    }

    [Fact]
    public void Three_higher_peaks_of_the_same_segment_leave_none_for_later_ones()
    {
        var pairs = PairScan.Scan(Map((10, 0), (12, 0), (14, 0), (16, 0), (18, 0), (10, 1)));

        Assert.Equal(
            [new(0, 0, 10, 12), new(0, 0, 10, 14), new(0, 0, 10, 16)],
            pairs.Where(pair => pair is { Bin1: 10, Frame1: 0 }));
    }

    [Fact]
    public void Later_peaks_are_met_segment_by_segment_from_the_lowest_row_up()
    {
        var pairs = PairScan.Scan(Map((50, 0), (60, 2), (40, 2), (30, 1), (55, 3)));

        Assert.Equal(
            [new(0, 1, 50, 30), new(0, 2, 50, 40), new(0, 2, 50, 60)], pairs.Where(pair => pair.Frame1 == 0));
    }

    [Theory]
    [InlineData(79, 0, true)]
    [InlineData(80, 0, false)]
    [InlineData(20, 1, true)]
    [InlineData(19, 1, false)]
    [InlineData(79, 1, true)]
    [InlineData(80, 1, false)]
    [InlineData(50, 34, true)]
    [InlineData(50, 35, false)]
    [InlineData(49, 0, false)]
    public void What_is_in_reach_of_row_50(int bin, int frame, bool isReached)
    {
        var pairs = PairScan.Scan(Map((50, 0), (bin, frame)));

        Assert.Equal(isReached, pairs.Contains(new LabPair(0, frame, 50, bin)));
    }

    [Fact]
    public void The_lowest_row_is_never_a_second_peak() => Assert.Empty(PairScan.Scan(Map((5, 0), (0, 1))));

    private static int Cell(int bin, int frame) => (frame * BinCount) + bin;

    private static PeakMap Map(params (int Bin, int Frame)[] peaks)
    {
        var cells = new bool[40 * BinCount];
        foreach (var (bin, frame) in peaks)
        {
            cells[Cell(bin, frame)] = true;
        }

        return new PeakMap(cells);
    }

    private static IEnumerable<int> Places(PeakMap peaks) =>
        peaks.RowByRow().SelectMany(peak => new[] { peak.Bin, peak.Frame });
}
