using CsCheck;
using Earmark.Landmarks;

namespace Earmark.Tests.Landmarks;

public sealed class PeakRankerTests
{
    private static readonly FingerprintProfile Full = FingerprintProfile.Full;

    // Few distinct saliences: most peaks tie with others.
    private static readonly Gen<(List<SalientPeak> Peaks, int FrameCount)> Recordings =
        from frameCount in Gen.Int[1, 200]
        from salienceCount in Gen.Int[1, 40]
        from peaks in Gen.Select(Gen.Int[0, frameCount - 1], Gen.Int[200, 7990], Gen.Int[1, salienceCount])
            .Array[0, 300]
        select (peaks.Select(p => new SalientPeak(p.Item1, (ushort)p.Item2, p.Item3))
            .OrderBy(peak => peak.Frame).ThenBy(peak => peak.Step).ToList(), frameCount);

    [Fact]
    public void Agrees_with_the_definition_up_to_both_ends() =>
        Gen.Select(Recordings, Gen.Int[1, 60]).Sample((recording, rate) =>
        {
            var sampleCount = SampleCount(recording.FrameCount);

            Assert.Equal(
                Reference.PeakRanker.Keep(recording.Peaks, sampleCount, Full, rate),
                PeakRanker.Keep(recording.Peaks, sampleCount, Full, rate));
        });

    [Fact]
    public void The_peaks_of_a_reference_are_among_those_of_a_query() => Recordings.Sample(recording =>
    {
        var sampleCount = SampleCount(recording.FrameCount);
        var reference = PeakRanker.Keep(recording.Peaks, sampleCount, Full, Full.ReferencePeakRate);
        var query = PeakRanker.Keep(recording.Peaks, sampleCount, Full, Full.QueryPeakRate);

        Assert.Equal(query.Where(peak => peak.Rank < Full.ReferencePeakRate), reference);
    });

    [Fact]
    public void Of_equally_salient_peaks_the_earlier_ranks_higher_then_the_lower()
    {
        List<SalientPeak> peaks = [new(100, 800, 2), new(100, 1600, 2), new(101, 400, 2), new(120, 400, 3)];

        Assert.Equal([1, 2, 3, 0], PeakRanker.Keep(peaks, 80_000, Full, 20).Select(peak => (int)peak.Rank));
    }

    [Fact]
    public void Half_a_second_away_still_counts_and_more_does_not()
    {
        // 31 frames are 0.496 s.
        List<SalientPeak> peaks = [new(100, 800, 3), new(131, 800, 2), new(163, 800, 1)];

        Assert.Equal([0, 1, 0], PeakRanker.Keep(peaks, 80_000, Full, 20).Select(peak => (int)peak.Rank));
    }

    [Fact]
    public void Away_from_the_ends_a_rank_is_a_count_at_whatever_frame()
    {
        for (var frame = 40; frame < 4000; frame++)
        {
            var peaks = Enumerable.Range(0, 21).Select(i => new SalientPeak(frame, (ushort)(800 + i), 30 - i)).ToList();

            var kept = PeakRanker.Keep(peaks, SampleCount(4100), Full, 20);
            Assert.Equal(Enumerable.Range(0, 20), kept.Select(peak => (int)peak.Rank));
        }
    }

    [Fact]
    public void At_the_ends_ranks_are_rates_too()
    {
        // The middle of frame 0 is at 0.128 s: 0.628 s of its window are inside, so 2 peaks above are 3.2 a second.
        List<SalientPeak> peaks = [new(0, 800, 1), new(3, 800, 2), new(3, 1600, 3)];

        Assert.Equal(3, PeakRanker.Keep(peaks, 80_000, Full, 20)[0].Rank);
        Assert.Equal([3, 3], PeakRanker.Keep(peaks, 80_000, Full, 3).Select(peak => peak.Frame));
    }

    private static long SampleCount(int frameCount) => Full.WindowLength + ((frameCount - 1L) * Full.HopLength);
}
