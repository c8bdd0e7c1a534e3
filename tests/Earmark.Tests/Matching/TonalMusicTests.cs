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
    public void Strangers_score_something_but_nothing_certain()
    {
        var answers = Enumerable.Range(100, 25)
            .Select(seed => _library.Identify(TestConstellation.Tonal(seed, seconds: 5))).ToList();

        Assert.Contains(answers, answer => answer.BestGuess is { Score: > 1 });
        Assert.InRange(answers.Count(answer => answer.Decision != Decision.None), 0, 1);
        Assert.All(
            answers, answer => Assert.InRange(answer.BestGuess?.EValue ?? 1, MatchOptions.Certain, double.MaxValue));
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
        var evidence = Enumerable.Range(0, Music.Length).Select(track =>
        {
            var clip = TestConstellation.Clip(Music[track], 1000, 190, keptShare: 0.3, falseCount: 60);
            using var alone = new TestLibrary([Music[track]]);
            return (Among: _library.Identify(clip).BestGuess!, Only: alone.Identify(clip).BestGuess!);
        }).ToList();

        Assert.All(evidence, e => Assert.Equal(e.Only.Score, e.Among.Score));
        Assert.All(evidence, e => Assert.InRange(e.Among.EValue, e.Only.EValue, double.MaxValue));
        Assert.Contains(evidence, e => e.Among.EValue > e.Only.EValue && e.Among.Confidence < e.Only.Confidence);
    }

    public void Dispose() => _library.Dispose();
}
