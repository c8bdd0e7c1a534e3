using CsCheck;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

public sealed class ExceedanceScoreTests
{
    private static readonly Placement AtStart = new(0, Warp.Identity);

    [Fact]
    public void A_stranger_scores_next_to_nothing()
    {
        var clip = Clip(TestConstellation.Random(seed: 1, seconds: 8));

        var scores = Enumerable.Range(100, 200)
            .Select(seed => Of(clip, TestConstellation.Random(seed, seconds: 8), AtStart)).ToList();
        Assert.All(scores, score => Assert.InRange(score, 0, 0.1 * Of(clip, TestConstellation.Random(1, 8), AtStart)));
        Assert.InRange(scores.Count(score => score == 0), 100, 200);
    }

    [Fact]
    public void The_more_of_a_track_survives_the_higher_it_scores()
    {
        var track = TestConstellation.Random(seed: 1, seconds: 8);
        double[] shares = [0, 0.25, 0.5, 0.75, 1];

        var scores = shares.Select(share => Of(
            Clip(TestConstellation.Clip(track, 0, track.FrameCount, keptShare: share, falseCount: 200)),
            track, AtStart)).ToList();
        Assert.All(scores.Zip(scores.Skip(1)), pair => Assert.InRange(pair.First, 0, 0.85 * pair.Second));
        Assert.InRange(scores[0], 0, 0.05 * scores[4]);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(9)]
    public void Peaks_of_one_onset_weigh_the_root_of_their_number(int count)
    {
        // All of them at cells that nothing around reaches.
        var chord = new Constellation([.. Enumerable.Range(0, count).Select(i => Note(100 + (i % 3), i))], 200);
        var clip = Clip(chord);
        var levels = chord.Peaks.Select(peak => clip.Exceedance[peak.Frame, (peak.Step / 8) - 24]).Distinct();

        Assert.Single(levels);
        var alone = chord.Peaks.Select(peak => Of(clip, chord with { Peaks = [peak] }, AtStart)).ToList();
        Assert.All(alone, score => Assert.Equal(alone[0], score, 1e-9));
        Assert.Equal(Math.Sqrt(count) * alone[0], Of(clip, chord, AtStart), 1e-9);
    }

    [Fact]
    public void Peaks_of_different_onsets_weigh_as_many_as_they_are()
    {
        var melody = new Constellation([.. Enumerable.Range(0, 9).Select(i => Note(40 + (3 * i), i))], 200);
        var clip = Clip(melody);

        var alone = melody.Peaks.Sum(peak => Of(clip, melody with { Peaks = [peak] }, AtStart));
        Assert.Equal(alone, Of(clip, melody, AtStart), 1e-9);
    }

    [Fact]
    public void Seconds_add_up_to_the_score_at_any_placement() =>
        Gen.Select(Gen.Int[0, 9999], Gen.Double[-3, 3], Gen.Double[0.9, 1.1], Gen.Double[0.95, 1.05]).Sample(
            (seed, offset, time, frequency) =>
            {
                var track = TestConstellation.Random(seed, seconds: 6);
                var clip = Clip(TestConstellation.Clip(track, 0, 300, seed, keptShare: 0.7, falseCount: 30));
                foreach (var placement in new[] { AtStart, new Placement(offset, new Warp(time, frequency)) })
                {
                    var (score, bySecond) = ExceedanceScore.BySecond(clip, [.. track.Peaks], placement);

                    Assert.Equal(5, bySecond.Length);
                    Assert.Equal(Of(clip, track, placement), score);
                    Assert.Equal(score, Math.Max(0, bySecond.Sum()), 1e-9);
                }
            },
            iter: 25);

    [Fact]
    public void Seconds_are_those_of_the_clip_in_which_the_track_sounds()
    {
        var music = TestConstellation.Random(seed: 1, seconds: 3);
        var clip = Clip(TestConstellation.Join(TestConstellation.Random(seed: 2, seconds: 4), music));

        var (_, bySecond) = ExceedanceScore.BySecond(clip, [.. music.Peaks], new Placement(-4, Warp.Identity));
        Assert.Equal(7, bySecond.Length);
        Assert.All(bySecond[..4], gain => Assert.Equal(0, gain));
        Assert.All(bySecond[4..], gain => Assert.InRange(gain, 1, 100));
    }

    [Fact]
    public void Peaks_outside_of_the_clip_say_nothing()
    {
        // Of a query of 30 s, the first clip is frames 0 to 1249: what the track has later is the second clip's.
        var query = TestConstellation.Random(seed: 1, seconds: 30);
        var clips = Cut(query).ToList();
        var within = query with { Peaks = [.. query.Peaks.Where(peak => peak.Frame < 1250 - 3)] };
        var beyond = query with { Peaks = [.. query.Peaks.Where(peak => peak.Frame >= 1250)] };

        Assert.Equal(Of(clips[0], within, AtStart), Of(clips[0], Without(query, 1247, 1250), AtStart), 1e-9);
        Assert.Equal(0, Of(clips[0], beyond, AtStart));
        Assert.InRange(Of(clips[1], beyond, AtStart), 50, 1000);
        Assert.Equal(0, Of(clips[0], within, new Placement(100, Warp.Identity)));
        Assert.Equal(0, Of(clips[0], within, new Placement(-100, Warp.Identity)));
    }

    [Fact]
    public void Notes_pushed_out_of_the_band_say_nothing()
    {
        var track = new Constellation([new Peak(50, 990 * 8, 0), new Peak(80, 26 * 8, 0)], 200);
        var clip = Clip(track);

        Assert.InRange(Of(clip, track, AtStart), 1, 10);
        Assert.Equal(0, Of(clip, track with { Peaks = [track.Peaks[0]] }, new Placement(0, new Warp(1, 0.95))));
        Assert.Equal(0, Of(clip, track with { Peaks = [track.Peaks[1]] }, new Placement(0, new Warp(1, 1.2))));
    }

    [Theory]
    [InlineData(1.05, 1.05)]
    [InlineData(0.9, 1)]
    [InlineData(1, 1.06)]
    public void A_changed_clip_scores_where_its_change_says_and_not_unchanged(double time, double frequency)
    {
        var track = TestConstellation.Random(seed: 1, seconds: 8);
        var clip = Clip(TestConstellation.Changed(track, time, frequency));

        var changed = Of(clip, track, new Placement(0, new Warp(time, 1 / frequency)));
        Assert.InRange(changed, 0.8 * Of(Clip(track), track, AtStart), 1000);
        Assert.InRange(Of(clip, track, AtStart), 0, 0.35 * changed);
    }

    [Fact]
    public void No_peaks_score_nothing()
    {
        var clip = Clip(TestConstellation.Random(seed: 1, seconds: 3));

        Assert.Equal(0, ExceedanceScore.Of(clip, [], AtStart));
        Assert.All(ExceedanceScore.BySecond(clip, [], AtStart).BySecond, gain => Assert.Equal(0, gain));
    }

    private static Peak Note(int frame, int index) => new(frame, (ushort)((100 + (90 * index)) * 8), 0);

    private static Constellation Without(Constellation track, int firstFrame, int endFrame) =>
        track with { Peaks = [.. track.Peaks.Where(peak => peak.Frame < firstFrame || peak.Frame >= endFrame)] };

    private static double Of(QueryClip clip, Constellation track, Placement placement) =>
        ExceedanceScore.Of(clip, [.. track.Peaks], placement);

    private static QueryClip Clip(Constellation constellation) => Cut(constellation).Single();

    private static IEnumerable<QueryClip> Cut(Constellation constellation) => QueryClip.Cut(
        TestObservation.Of(constellation), FingerprintProfile.Full, TimeSpan.FromSeconds(20));
}
