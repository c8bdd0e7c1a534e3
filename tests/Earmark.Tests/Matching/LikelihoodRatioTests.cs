using CsCheck;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

public sealed class LikelihoodRatioTests
{
    private static readonly Placement AtStart = new(0, Warp.Identity);

    [Fact]
    public void Agrees_with_the_formula_wherever_the_clip_lies() =>
        Gen.Select(Gen.Int[0, 9999], Gen.Double[-3, 8], Gen.Double[0.95, 1.05], Gen.Double[0.95, 1.05]).Sample(
            (seed, offset, time, frequency) =>
            {
                var track = TestConstellation.Random(seed, seconds: 8);
                var clip = Clip(TestConstellation.Clip(track, 0, 200, seed, keptShare: 0.5, falseCount: 20));

                // Off the frames' grid: whether a peak exactly 1 s away is near is left to rounding.
                offset += 0.001234;
                var placement = new Placement(offset, new Warp(time, frequency));
                var reference = Reference(track);
                var peaks = reference.Times.Zip(reference.Frequencies).ToList();

                var expected = clip.Times.Zip(clip.Frequencies, (t, f) =>
                {
                    var mapped = offset + (time * t);
                    return mapped >= -0.5 && mapped <= reference.Duration + 0.5
                        ? Tests.Reference.LikelihoodRatio.PeakRatio(peaks, mapped, frequency * f)
                        : 1;
                }).ToArray();
                var ratios = Ratios(clip, reference, placement);
                Assert.All(
                    expected.Zip(ratios), pair => Assert.Equal(pair.First, pair.Second, 1e-9 * (1 + pair.First)));
                Assert.Equal(Tests.Reference.LikelihoodRatio.Score(expected), LikelihoodRatio.Score(ratios), 1e-6);
            },
            iter: 60);

    [Fact]
    public void Unrelated_music_scores_next_to_nothing()
    {
        var scores = Enumerable.Range(0, 300).Select(seed => Score(
            TestConstellation.Random(seed, seconds: 5), TestConstellation.Random(seed + 1000, seconds: 5))).ToList();

        // The model: one unknown clip in a hundred reaches 7.4, after a search; a blind placement must stay well below.
        Assert.InRange(scores.Max(), 0, 7.4);
        Assert.InRange(scores.Count(score => score > 2), 0, 15);
        Assert.InRange(scores.Count(score => score == 0), 150, 300);
    }

    [Fact]
    public void The_same_music_scores_several_nats_a_peak()
    {
        var track = TestConstellation.Random(seed: 1, seconds: 5);

        Assert.InRange(Score(track, track) / track.Peaks.Count, 3, 10);
    }

    [Fact]
    public void A_clip_half_of_which_is_the_track_scores_less_than_all_of_it_and_much_more_than_none()
    {
        var track = TestConstellation.Random(seed: 1, seconds: 5);
        var half = TestConstellation.Clip(track, 0, track.FrameCount, keptShare: 0.5, falseCount: 50);

        Assert.InRange(Score(half, track), 60, 0.8 * Score(track, track));
    }

    [Fact]
    public void Peaks_beyond_the_ends_of_the_track_say_nothing()
    {
        var track = TestConstellation.Random(seed: 1, seconds: 5);
        var reference = Reference(track);
        var beyond = TestConstellation.Join(track, TestConstellation.Random(seed: 2, seconds: 5));
        var last = Clip(beyond).Times.Count(time => time <= reference.Duration + 0.5);

        var ratios = Ratios(Clip(beyond), reference, AtStart);
        Assert.All(ratios[last..], ratio => Assert.Equal(1, ratio));
        Assert.Contains(ratios[..last], ratio => ratio != 1);
        Assert.Equal(LikelihoodRatio.Score(ratios.AsSpan(0, last)), LikelihoodRatio.Score(ratios), 1e-9);
    }

    [Fact]
    public void Notes_that_recur_at_one_pitch_count_for_less()
    {
        // One peak, aligned; in the second track the same pitch sounds 40 times within the window.
        var once = new ReferencePeaks([1], [1000], 5);
        var times = Enumerable.Range(0, 41).Select(i => 0.2 + (i * 0.04));
        var often = new ReferencePeaks([.. times], [.. Enumerable.Repeat(1000.0, 41)], 5);
        var clip = Clip(new Constellation([new Peak(0, 2048, 0)], 300));
        var placement = new Placement(1 - clip.Times[0], Warp.Identity);

        Assert.InRange(Ratios(clip, often, placement)[0] / Ratios(clip, once, placement)[0], 0, 0.05);
    }

    [Fact]
    public void A_score_is_never_negative()
    {
        Assert.Equal(0, LikelihoodRatio.Score([0, 0, 0.5, 1]));
        Assert.Equal(0, LikelihoodRatio.Score([]));
    }

    private static double Score(Constellation clip, Constellation track) =>
        LikelihoodRatio.Score(Ratios(Clip(clip), Reference(track), AtStart));

    private static double[] Ratios(QueryClip clip, ReferencePeaks reference, Placement placement)
    {
        var ratios = new double[clip.Times.Length];
        LikelihoodRatio.PeakRatios(clip, reference, placement, ratios);
        return ratios;
    }

    private static QueryClip Clip(Constellation constellation) =>
        QueryClip.Cut(
            TestObservation.PeaksOnly(constellation), FingerprintProfile.Full, TimeSpan.FromSeconds(20)).Single();

    private static ReferencePeaks Reference(Constellation track)
    {
        var peaks = Clip(track);
        return new ReferencePeaks(peaks.Times, peaks.Frequencies, track.FrameCount * 0.016);
    }
}
