using CsCheck;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

public sealed class PlacementFitTests
{
    [Fact]
    public void Finds_the_offset_drift_and_pitch_that_were_planted_among_noise_and_strangers() =>
        Gen.Select(Gen.Int[0, 9999], Gen.Double[-1, 1], Gen.Double[-1, 1], Gen.Double[-1, 1]).Sample(
            (seed, a, b, c) =>
            {
                var (shift, drift, pitch) = (0.03 * a, 0.003 * b, 0.002 * c);
                var clip = Clip(TestConstellation.Random(seed, seconds: 8));
                var planted = new Placement(30 + shift - (drift * clip.Middle), new Warp(1 + drift, 1 + pitch));
                var reference = Plant(clip, planted, seed, keptShare: 0.5, jitter: 0.004, strangers: 150);

                var found = PlacementFit.Refine(
                    clip, reference, new Placement(30, Warp.Identity), Hypothesis.Identity);

                Assert.Equal(Middle(planted, clip), Middle(found, clip), 0.003);
                Assert.Equal(planted.Warp.Time, found.Warp.Time, 0.0015);
                Assert.Equal(planted.Warp.Frequency, found.Warp.Frequency, 0.0006);
            },
            iter: 60);

    [Fact]
    public void A_perfect_start_stays_where_it_is()
    {
        var clip = Clip(TestConstellation.Random(seed: 1, seconds: 8));
        var start = new Placement(12.5, Warp.Identity);

        var found = PlacementFit.Refine(clip, Plant(clip, start, seed: 1), start, Hypothesis.Identity);
        Assert.Equal(12.5, found.Offset, 1e-9);
        Assert.Equal(1, found.Warp.Time, 1e-9);
        Assert.Equal(1, found.Warp.Frequency, 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Fewer_than_three_pairs_move_nothing(int pairCount)
    {
        var clip = Clip(TestConstellation.Random(seed: 1, seconds: 8));
        var whole = Plant(clip, new Placement(12.52, Warp.Identity), seed: 1);
        var reference = whole with { Times = whole.Times[..pairCount], Frequencies = whole.Frequencies[..pairCount] };

        var start = new Placement(12.5, Warp.Identity);
        Assert.Equal(start, PlacementFit.Refine(clip, reference, start, Hypothesis.Identity));
    }

    [Fact]
    public void Few_peaks_do_not_tilt_the_line()
    {
        // Three peaks within half a second, the last 10 ms late: a free fit would drift by 2 %.
        var clip = Clip(new Constellation([new Peak(0, 900, 0), new Peak(15, 1900, 0), new Peak(30, 2900, 0)], 40));
        var reference = new ReferencePeaks([clip.Times[0], clip.Times[1], clip.Times[2] + 0.01], clip.Frequencies, 10);

        var found = PlacementFit.Refine(clip, reference, new Placement(0, Warp.Identity), Hypothesis.Identity);
        Assert.InRange(found.Warp.Time, 1, 1.01);
    }

    [Fact]
    public void The_time_factor_strays_as_far_as_the_hypothesis_lets_it()
    {
        // A clip of 3 s that plays 1 % fast at unchanged pitch, under each hypothesis that starts from the same place.
        var clip = Clip(TestConstellation.Random(seed: 1, seconds: 3));
        var planted = new Placement(30 - (0.01 * clip.Middle), new Warp(1.01, 1));
        var reference = Plant(clip, planted, seed: 1);

        var unchanged = TimeFactor(Hypothesis.Identity);
        var speed = TimeFactor(new Hypothesis(Warp.Identity, Hypothesis.Identity.TimeSpread, IsSpeed: true));
        var tempo = TimeFactor(new Hypothesis(Warp.Identity, TimeSpread: 0.01));

        Assert.InRange(unchanged, 1, 1.007);
        Assert.InRange(speed, 1, 1.007);
        Assert.Equal(1.01, tempo, 0.0005);

        double TimeFactor(Hypothesis hypothesis) =>
            PlacementFit.Refine(clip, reference, new Placement(30, Warp.Identity), hypothesis).Warp.Time;
    }

    [Fact]
    public void A_changed_speed_takes_its_time_factor_from_the_pitch() =>
        Gen.Select(Gen.Int[0, 9999], Gen.Double[-0.005, 0.005]).Sample(
            (seed, change) =>
            {
                // Peaks of 3 s that are up to 15 ms early or late say little of time, but more of pitch.
                var hypothesis = Hypothesis.Usual.First(h => h.IsSpeed && h.Warp.Time > 1.05);
                var clip = Clip(TestConstellation.Random(seed, seconds: 3));
                var time = hypothesis.Warp.Time * (1 + change);
                var planted = new Placement(30 - (time * clip.Middle), new Warp(time, 1 / time));
                var reference = Plant(clip, planted, seed, jitter: 0.015);
                var start = new Placement(30 - (hypothesis.Warp.Time * clip.Middle), hypothesis.Warp);

                var speed = PlacementFit.Refine(clip, reference, start, hypothesis);
                var either = PlacementFit.Refine(clip, reference, start, hypothesis with { IsSpeed = false });

                Assert.Equal(1, speed.Warp.Time * speed.Warp.Frequency, 0.002);
                Assert.Equal(time, speed.Warp.Time, 0.0025);
                Assert.InRange(Math.Abs(time - speed.Warp.Time), 0, Math.Abs(time - either.Warp.Time) + 0.001);
            },
            iter: 30);

    [Fact]
    public void A_tempo_between_two_hypotheses_is_found() =>
        Gen.Select(Gen.Int[0, 9999], Gen.Double[-0.01, 0.01]).Sample(
            (seed, change) =>
            {
                var hypothesis = Hypothesis.Usual.First(h => !h.IsSpeed && h.Warp.Time > 1.05);
                var clip = Clip(TestConstellation.Random(seed, seconds: 5));
                var time = hypothesis.Warp.Time * (1 + change);
                var planted = new Placement(30 - (time * clip.Middle), new Warp(time, 1));
                var reference = Plant(clip, planted, seed, keptShare: 0.7, jitter: 0.004, strangers: 60);
                var start = new Placement(30 - (hypothesis.Warp.Time * clip.Middle), hypothesis.Warp);

                var found = PlacementFit.Refine(clip, reference, start, hypothesis);

                Assert.Equal(time, found.Warp.Time, 0.002);
                Assert.Equal(1, found.Warp.Frequency, 0.001);
                Assert.Equal(30, Middle(found, clip), 0.005);
            },
            iter: 60);

    [Fact]
    public void Nearest_agrees_with_the_definition()
    {
        var (time, frequency) = (Gen.Double[0, 1], Gen.Double[100, 140]);
        Gen.Select(Gen.Select(time, frequency).Array[0, 60], time, frequency).Sample((peaks, t, f) =>
        {
            var sorted = peaks.OrderBy(peak => peak.Item1).ToArray();
            var reference = new ReferencePeaks(
                [.. sorted.Select(peak => peak.Item1)], [.. sorted.Select(peak => peak.Item2)], 1);
            var inBox = sorted.Where(peak =>
                peak.Item1 >= t - 0.06 && peak.Item1 <= t + 0.06 && Math.Abs(peak.Item2 - f) <= 15);
            double Distance((double Time, double Frequency) peak) =>
                Math.Pow((peak.Time - t) / 0.06, 2) + Math.Pow((peak.Frequency - f) / 15, 2);

            // Of two that are as near, rounding decides which: it is the distance that must agree.
            var nearest = PlacementFit.Nearest(reference, t, f, (0.06, 15));
            var expected = inBox.Select(Distance).DefaultIfEmpty(double.PositiveInfinity).Min();
            Assert.Equal(expected, nearest < 0 ? double.PositiveInfinity : Distance(sorted[nearest]), 1e-12);
        });
    }

    [Fact]
    public void The_first_peak_from_a_time_on_is_found_by_halving()
    {
        var reference = new ReferencePeaks([1, 2, 2, 3], [100, 100, 200, 100], 5);

        Assert.Equal([0, 0, 1, 3, 4], new[] { 0.5, 1, 1.5, 2.5, 3.5 }.Select(reference.FirstFrom));
        Assert.Equal(1, reference.FirstFrom(2));
    }

    private static double Middle(Placement placement, QueryClip clip) =>
        placement.Offset + (placement.Warp.Time * clip.Middle);

    private static QueryClip Clip(Constellation constellation) =>
        QueryClip.Cut(
            TestObservation.PeaksOnly(constellation), FingerprintProfile.Full, TimeSpan.FromSeconds(20)).Single();

    /// <summary>The track that the clip lies in as placed: some of its peaks, up to jitter away, and others.</summary>
    private static ReferencePeaks Plant(
        QueryClip clip, Placement placement, int seed, double keptShare = 1, double jitter = 0, int strangers = 0)
    {
        var random = new Random(seed);
        var peaks = clip.Times.Zip(clip.Frequencies).Where(_ => random.NextDouble() < keptShare).Select(peak => (
            Time: placement.Offset + (placement.Warp.Time * peak.First) + (jitter * ((2 * random.NextDouble()) - 1)),
            Frequency: placement.Warp.Frequency * peak.Second)).ToList();
        for (var i = 0; i < strangers; i++)
        {
            peaks.Add((placement.Offset + (10 * random.NextDouble()), 100 + (3800 * random.NextDouble())));
        }

        peaks.Sort();
        return new ReferencePeaks([.. peaks.Select(peak => peak.Time)], [.. peaks.Select(peak => peak.Frequency)], 100);
    }
}
