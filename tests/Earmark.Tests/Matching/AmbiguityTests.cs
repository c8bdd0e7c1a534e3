using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

/// <summary>Recordings that are in a library more than once.</summary>
public sealed class AmbiguityTests
{
    private static readonly Constellation[] Music =
        [.. Enumerable.Range(0, 6).Select(seed => TestConstellation.Random(seed, seconds: 40))];

    [Theory]
    [InlineData(2)] // copies
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void Copies_are_all_named_in_the_order_they_were_stored(int count)
    {
        using var library = new TestLibrary([.. Music, .. Enumerable.Repeat(Music[3], count - 1)]);

        var answer = library.Identify(Clip(Music[3]));

        Assert.Equal(Decision.Ambiguous, answer.Decision);
        Assert.Equal(
            ["3", .. Enumerable.Range(6, count - 1).Select(track => $"{track}")],
            answer.Matches.Select(match => match.Track.RefId));
        Assert.All(answer.Matches, match => Assert.Equal(answer.BestGuess!.Score, match.Score, 0.001));
        Assert.Equal(("3", "6"), (answer.BestGuess!.Track.RefId, answer.RunnerUp!.Track.RefId));
    }

    [Fact]
    public void Of_two_tracks_with_the_same_recording_in_different_places_each_has_its_own()
    {
        var compilation = TestConstellation.Join(TestConstellation.Random(seed: 50, seconds: 8), Music[3]);
        using var library = new TestLibrary([.. Music, compilation]);

        var answer = library.Identify(Clip(Music[3]));

        Assert.Equal(Decision.Ambiguous, answer.Decision);
        Assert.Equal(["3", "6"], answer.Matches.Select(match => match.Track.RefId).Order());
        Assert.Equal(16, answer.Matches.Single(match => match.Track.RefId == "3").Offset, 0.005);
        Assert.Equal(24, answer.Matches.Single(match => match.Track.RefId == "6").Offset, 0.005);
    }

    [Fact]
    public void The_one_that_fits_better_comes_first_and_one_that_fits_much_worse_is_no_rival()
    {
        // Copies that have lost a little, and most, of their peaks.
        var nearly = TestConstellation.Clip(Music[3], 0, Music[3].FrameCount, keptShare: 0.97);
        var hardly = TestConstellation.Clip(Music[3], 0, Music[3].FrameCount, keptShare: 0.3, falseCount: 500);
        using var both = new TestLibrary([nearly, .. Music]);
        using var one = new TestLibrary([hardly, .. Music]);

        var ambiguous = both.Identify(Clip(Music[3]));
        var clear = one.Identify(Clip(Music[3]));

        Assert.Equal(Decision.Ambiguous, ambiguous.Decision);
        Assert.Equal(["4", "0"], ambiguous.Matches.Select(match => match.Track.RefId));
        Assert.Equal(Decision.Match, clear.Decision);
        Assert.Equal("4", clear.BestGuess!.Track.RefId);
    }

    [Theory]
    [InlineData(1.004, 1.004)]
    [InlineData(1.006, 1.006)]
    [InlineData(1.05, 1.05)]
    [InlineData(0.9, 1)]
    public void Copies_are_all_named_of_a_clip_that_plays_fast_or_slow(double time, double frequency)
    {
        using var library = new TestLibrary([.. Music, Music[3]]);
        var clip = TestConstellation.Changed(TestConstellation.Clip(Music[3], 1000, 375), time, frequency);

        var answer = library.Identify(clip);

        Assert.Equal(Decision.Ambiguous, answer.Decision);
        Assert.Equal(["3", "6"], answer.Matches.Select(match => match.Track.RefId).Order());
        Assert.All(answer.Matches, match => Assert.Equal(1, match.TimeFactor / time, 0.005));
    }

    [Fact]
    public void Copies_are_told_the_same_factors_of_a_short_clip_that_plays_a_little_fast()
    {
        using var library = new TestLibrary([.. Music, Music[3]]);
        var clip = TestConstellation.Changed(TestConstellation.Clip(Music[3], 1000, 190), 1.014, 1.014);

        var answer = library.Identify(clip);

        Assert.Equal(Decision.Ambiguous, answer.Decision);
        Assert.All(answer.Matches, match => Assert.Equal(1.014, match.TimeFactor, 0.005));
        Assert.Equal("3", answer.Matches[1].DuplicateOf);
        Assert.Equal(answer.Matches[1], answer.RunnerUp);
    }

    [Fact]
    public void The_runner_up_is_the_second_match_in_every_respect()
    {
        using var library = new TestLibrary([.. Music, Music[3]]);

        var answer = library.Identify(Clip(Music[3]));

        Assert.Equal(answer.Matches[1], answer.RunnerUp);
    }

    [Fact]
    public void A_clip_of_two_tracks_joined_names_the_one_that_explains_more()
    {
        using var library = new TestLibrary(Music);
        var clip = TestConstellation.Join(
            TestConstellation.Clip(Music[1], 500, 120), TestConstellation.Clip(Music[4], 900, 400));

        var answer = library.Identify(clip);

        Assert.Equal(Decision.Match, answer.Decision);
        Assert.Equal("4", answer.BestGuess!.Track.RefId);
        Assert.Equal("1", answer.RunnerUp!.Track.RefId);
    }

    private static Constellation Clip(Constellation track) =>
        TestConstellation.Clip(track, 1000, 375, keptShare: 0.8, falseCount: 100);
}
