using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;

namespace Earmark.Tests.Cli.Demo;

public sealed class ComposerTests
{
    [Fact]
    public void A_seed_is_always_the_same_piece()
    {
        var first = Composer.Compose(5);
        var second = Composer.Compose(5);

        Assert.Equal(first.Title, second.Title);
        Assert.Equal(first.Sound.Samples, second.Sound.Samples);
    }

    [Fact]
    public void Pieces_are_60_to_90_seconds_of_stereo_just_below_full_scale() => Assert.All([1, 2, 3], seed =>
    {
        var sound = Composer.Compose(seed).Sound;

        Assert.Equal(2, sound.Channels);
        Assert.InRange(sound.Duration.TotalSeconds, 60, 90);
        Assert.Equal(0.89f, sound.Samples.Max(MathF.Abs), 4);
        Assert.InRange(Degrader.Power(sound.Samples), 1e-3, 0.2);
    });

    [Fact]
    public void A_hundred_seeds_have_a_hundred_titles_styles_and_scores()
    {
        var scores = Enumerable.Range(0, 100).Select(Write).ToList();

        Assert.Equal(100, scores.Select(score => score.Notes[0].Start + score.Notes[^1].Start).Distinct().Count());
        Assert.All(scores, score => Assert.InRange(score.Notes.Select(note => note.Part).Distinct().Count(), 3, 8));
    }

    [Fact]
    public void No_two_bars_are_alike()
    {
        var dice = new Dice(8);
        var style = Style.Roll(dice);
        var bar = style.BeatsPerBar * style.Beat;

        // To the hundredth of a second and the semitone; a bar in which nothing is played does not count.
        var bars = ScoreWriter.Write(style, dice).Notes
            .GroupBy(note => (int)((note.Start + 0.03) / bar))
            .Select(notes => string.Join(' ', notes.Select(note =>
                $"{note.Part}{Math.Round(note.Start - (notes.Key * bar), 2)}:{Math.Round(note.Pitch)}")))
            .ToList();

        Assert.InRange(bars.Count, 20, 200);
        Assert.Equal(bars.Count, bars.Distinct().Count());
    }

    private static Score Write(int seed)
    {
        var dice = new Dice(seed);
        return ScoreWriter.Write(Style.Roll(dice), dice);
    }
}
