using Earmark.Matching;

namespace Earmark.Tests.Matching;

public sealed class HypothesisTests
{
    private const double Semitone = 1.0594630943592953;

    public static TheoryData<bool> Both => [false, true];

    [Fact]
    public void The_usual_ones_change_speed_or_tempo_or_pitch_within_their_ranges()
    {
        var usual = Hypothesis.Usual;
        var (speeds, tempos, pitches) = (Speeds(usual), Tempos(usual), Pitches(usual));

        Assert.Equal(52, usual.Count);
        Assert.Equal(52, speeds.Count + tempos.Count + pitches.Count);
        AssertSpan(speeds, 1 / 1.115, 1 / 1.105, 1.105, 1.115);
        AssertSpan(tempos, 0.805, 0.815, 1.225, 1.235);
        AssertSpan(pitches, 1 / 1.13, 1 / (Semitone * Semitone), Semitone * Semitone, 1.13);
    }

    [Fact]
    public void The_wide_ones_reach_twice_as_far_and_change_tempo_and_pitch_together()
    {
        var wide = Hypothesis.Wide;
        var both = wide.Where(h => !h.IsPlain).ToList();

        Assert.Equal(wide.Count, Speeds(wide).Count + Tempos(wide).Count + Pitches(wide).Count + both.Count);
        AssertSpan(Pitches(wide), 0.76, Math.Pow(Semitone, -4), Math.Pow(Semitone, 4), 1.3);
        Assert.Equal(Tempos(Hypothesis.Usual), Tempos(wide));
        Assert.Equal(
            from tempo in Tempos(wide) from pitch in Pitches(wide) orderby tempo, pitch select (tempo, pitch),
            both.Select(h => (h.Warp.Time, 1 / h.Warp.Frequency)).Order().Select(
                h => (h.Time, Pitches(wide).MinBy(pitch => Math.Abs(pitch - h.Item2)))));
    }

    [Theory]
    [InlineData(0.80)]
    [InlineData(1.20)]
    public void Wide_speeds_reach_twenty_percent(double factor) =>
        Assert.Contains(Speeds(Hypothesis.Wide), speed => Math.Abs(speed / factor - 1) <= 0.0041);

    [Theory, MemberData(nameof(Both))]
    public void Each_is_tried_once_and_none_changes_nothing(bool isWide)
    {
        var hypotheses = isWide ? Hypothesis.Wide : Hypothesis.Usual;

        Assert.DoesNotContain(Hypothesis.Identity.Warp, hypotheses.Select(h => h.Warp));
        Assert.DoesNotContain(hypotheses, h => h.IsIdentity);
        Assert.Equal(hypotheses.Count, hypotheses.DistinctBy(h => (h.Warp, h.IsSpeed)).Count());
        Assert.True(Hypothesis.Identity.IsIdentity);
    }

    [Theory, MemberData(nameof(Both))]
    public void What_plays_fast_sounds_higher_by_as_much(bool isWide)
    {
        var speeds = (isWide ? Hypothesis.Wide : Hypothesis.Usual).Where(h => h.IsSpeed).ToList();

        Assert.NotEmpty(speeds);
        Assert.All(speeds, h => Assert.Equal(1, h.Warp.Time * h.Warp.Frequency, 1e-12));
    }

    [Theory, MemberData(nameof(Both))]
    public void No_change_lies_far_from_one_that_is_tried(bool isWide)
    {
        var hypotheses = isWide ? Hypothesis.Wide : Hypothesis.Usual;

        // Steps are even on a logarithmic scale, and identity is one of them.
        foreach (var factors in new[] { Speeds(hypotheses), Tempos(hypotheses), Pitches(hypotheses) })
        {
            var steps = factors.Append(1).Order().Select(factor => Math.Log(factor)).ToList();
            var widths = steps.Zip(steps.Skip(1), (lower, upper) => upper - lower).ToList();
            Assert.All(widths, width => Assert.Equal(widths[0], width, 1e-9));
        }
    }

    [Fact]
    public void Only_a_changed_tempo_leaves_the_time_factor_free_as_its_steps_are_wide()
    {
        var free = Hypothesis.Wide.Where(h => h.TimeSpread > Hypothesis.Identity.TimeSpread).ToList();

        Assert.Equal(Hypothesis.Wide.Where(h => !h.IsSpeed && h.Warp.Time != 1), free);
    }

    [Fact]
    public void A_fit_may_stray_to_the_next_hypothesis_and_no_further()
    {
        var fastest = Hypothesis.Usual.MaxBy(h => h.Warp.Time);

        Assert.True(fastest.Covers(fastest.Warp));
        Assert.True(fastest.Covers(new Warp(1.015 * fastest.Warp.Time, 1)));
        Assert.True(fastest.Covers(new Warp(0.985 * fastest.Warp.Time, 1.01)));
        Assert.False(fastest.Covers(new Warp(1.05 * fastest.Warp.Time, 1)));
        Assert.False(fastest.Covers(new Warp(0.95 * fastest.Warp.Time, 1)));
    }

    private static List<double> Speeds(IEnumerable<Hypothesis> hypotheses) =>
        [.. hypotheses.Where(h => h.IsSpeed).Select(h => h.Warp.Time)];

    private static List<double> Tempos(IEnumerable<Hypothesis> hypotheses) =>
        [.. hypotheses.Where(h => !h.IsSpeed && h.Warp.Frequency == 1).Select(h => h.Warp.Time)];

    private static List<double> Pitches(IEnumerable<Hypothesis> hypotheses) =>
        [.. hypotheses.Where(h => !h.IsSpeed && h.Warp.Time == 1).Select(h => 1 / h.Warp.Frequency)];

    /// <summary>The least and the greatest factor lie within two ranges.</summary>
    private static void AssertSpan(List<double> factors, double a, double b, double c, double d)
    {
        Assert.InRange(factors.Min(), a, b);
        Assert.InRange(factors.Max(), c, d);
    }
}
