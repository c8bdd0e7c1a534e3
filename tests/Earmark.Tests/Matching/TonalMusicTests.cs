using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

/// <summary>Music of the same notes and beat, where every clip has something in common with every track.</summary>
public sealed class TonalMusicTests : IDisposable
{
    private static readonly Constellation[] Music =
        [.. Enumerable.Range(0, 10).Select(seed => TestConstellation.Tonal(seed, seconds: 40))];

    private readonly TestLibrary _library = new(Music);

    [Fact]
    public void Strangers_score_something_but_get_no_answer()
    {
        var answers = Enumerable.Range(100, 25)
            .Select(seed => _library.Identify(TestConstellation.Tonal(seed, seconds: 5))).ToList();

        Assert.Contains(answers, answer => answer.BestGuess is { Score: > 1 });
        Assert.All(answers, answer => Assert.Equal(Decision.None, answer.Decision));
    }

    [Fact]
    public void Clips_are_told_from_all_that_sounds_like_them()
    {
        for (var track = 0; track < Music.Length; track++)
        {
            var clip = TestConstellation.Clip(
                Music[track], 500 + (100 * track), 310, seed: track, keptShare: 0.6, falseCount: 100);

            var answer = _library.Identify(clip);

            Assert.Equal(Decision.Match, answer.Decision);
            Assert.Equal($"{track}", answer.BestGuess!.Track.RefId);
            Assert.Equal((500 + (100 * track)) * 0.016, answer.BestGuess.Offset, 0.005);
            Assert.InRange(answer.RunnerUp?.Score ?? 0, 0, 0.5 * answer.BestGuess.Score);
        }
    }

    [Fact]
    public void What_every_track_scores_is_taken_off_what_the_best_one_does()
    {
        var clip = TestConstellation.Clip(Music[3], 1000, 190, keptShare: 0.3, falseCount: 60);
        using var alone = new TestLibrary([Music[3]]);

        var (among, only) = (_library.Identify(clip).BestGuess!, alone.Identify(clip).BestGuess!);

        Assert.Equal(only.Score, among.Score);
        Assert.InRange(among.EValue, Math.BitIncrement(only.EValue), double.MaxValue);
        Assert.InRange(among.Confidence, 0, Math.BitDecrement(only.Confidence));
    }

    public void Dispose() => _library.Dispose();
}
