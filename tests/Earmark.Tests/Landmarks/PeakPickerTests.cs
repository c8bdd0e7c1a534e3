using CsCheck;
using Earmark.Landmarks;
using Earmark.Tests.Spectral;

namespace Earmark.Tests.Landmarks;

public sealed class PeakPickerTests
{
    private static readonly FingerprintProfile Small = TestProfiles.Small;

    [Fact]
    public void Agrees_with_the_definition_on_spectrograms_full_of_ties() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[1, 12], Gen.Int[0, int.MaxValue]).Sample((frameCount, levelCount, seed) =>
        {
            var random = new Random(seed);
            var contrast = Rows(frameCount, (_, _) => random.Next(-1, levelCount));
            var levels = Rows(frameCount, (_, _) => -random.Next(20) / 2f);

            var expected = Reference.PeakPicker.Pick(ToDouble(contrast), ToDouble(levels), Small);
            Assert.Equal(
                expected.Select(peak => (peak.Frame, Step(peak.Bin, peak.Shift), peak.Salience)),
                Pick(contrast, levels).Select(peak => (peak.Frame, peak.Step, (double)peak.Salience)));
        });

    [Fact]
    public void A_steady_tone_is_one_peak_at_its_onset()
    {
        var contrast = Rows(20, (frame, bin) => frame >= 6 && bin == 10 ? 3 : 0);

        Assert.Equal([new SalientPeak(6, Step(Small.LowestBin + 10, 0), 3)], Pick(contrast, contrast));
    }

    [Fact]
    public void Two_equal_neighbors_are_one_peak_the_lower()
    {
        var contrast = Rows(9, (frame, bin) => frame == 4 && bin is 10 or 11 ? 3 : 0);

        Assert.Equal(10, Assert.Single(Pick(contrast, Rows(9, (_, _) => 0))).Step / 8 - Small.LowestBin);
    }

    [Fact]
    public void Equal_maxima_that_do_not_touch_are_both_peaks()
    {
        var contrast = Rows(9, (frame, bin) => frame == 4 && bin is 10 or 12 ? 3 : 0);

        Assert.Equal(2, Pick(contrast, contrast).Count);
    }

    [Fact]
    public void The_first_and_the_last_frame_may_hold_peaks()
    {
        var contrast = Rows(9, (frame, bin) => frame is 0 or 8 && bin == 10 ? 3 : 0);

        Assert.Equal([0, 8], Pick(contrast, contrast).Select(peak => peak.Frame));
    }

    [Theory]
    [InlineData(0, 3, false)] // within the neighborhood of ±3
    [InlineData(0, 4, true)]
    [InlineData(22, 19, false)]
    [InlineData(22, 18, true)]
    public void Guard_bins_are_never_peaks_but_hide_their_neighbors(int guard, int bin, bool isPeak)
    {
        var contrast = Rows(9, (f, b) => f == 4 && b == guard ? 5 : f == 4 && b == bin ? 4 : 0);

        Assert.Equal(isPeak ? [Small.LowestBin + bin] : [], Pick(contrast, contrast).Select(peak => peak.Step / 8));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public void Fewer_than_three_frames_have_no_peaks(int frameCount, int peakCount)
    {
        var contrast = Rows(frameCount, (frame, bin) => frame == 0 && bin == 10 ? 3 : 0);

        Assert.Equal(peakCount, Pick(contrast, contrast).Count);
    }

    [Fact]
    public void Silence_has_no_peaks()
    {
        // What rounding leaves of silence is less than a thousandth of a nat.
        var contrast = Rows(20, (frame, bin) => (frame * 7) + bin % 5 == 3 ? 0.9e-3f : 0);

        Assert.Empty(Pick(contrast, contrast));
    }

    [Theory]
    [InlineData(-2, 0, -2, 0)] // symmetric: the bin itself
    [InlineData(-2, 0, -1, 1)] // 1/6 of a bin up, in eighths
    [InlineData(-1, 0, -2, -1)]
    [InlineData(-4, 0, 0, 3)] // half a bin up still belongs to this bin
    [InlineData(0, 0, -4, -4)] // half a bin down
    [InlineData(-1, 0, 5, 0)] // levels that do not bend down say nothing
    [InlineData(0, 0, 0, 0)]
    public void Frequency_is_refined_by_the_parabola_through_the_levels(
        float below, float level, float above, int steps)
    {
        var contrast = Rows(5, (frame, bin) => frame == 2 && bin == 10 ? 3 : 0);
        var levels = Rows(5, (_, bin) => bin switch { 9 => below, 10 => level, 11 => above, _ => -9 });

        Assert.Equal(((Small.LowestBin + 10) * 8) + steps, Assert.Single(Pick(contrast, levels)).Step);
    }

    private static List<SalientPeak> Pick(float[][] contrast, float[][] levels)
    {
        var picker = new PeakPicker(Small);
        foreach (var (row, own) in contrast.Zip(levels))
        {
            picker.Add(row, own);
        }

        return picker.Finish();
    }

    /// <summary>In eighths of a bin; half a bin up is written as 3, so that it stays in its bin.</summary>
    private static ushort Step(int bin, double shift) =>
        (ushort)((bin * Peak.StepsPerBin) + Math.Clamp((int)Math.Round(shift * Peak.StepsPerBin), -4, 3));

    private static float[][] Rows(int frameCount, Func<int, int, float> cell) =>
    [
        .. Enumerable.Range(0, frameCount).Select(frame =>
            Enumerable.Range(0, Small.BinCount).Select(bin => cell(frame, bin)).ToArray()),
    ];

    private static double[][] ToDouble(float[][] rows) =>
        Array.ConvertAll(rows, row => Array.ConvertAll(row, cell => (double)cell));
}
