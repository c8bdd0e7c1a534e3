using Earmark.Cli.Evaluation;

namespace Earmark.Tests.Cli.Evaluation;

public sealed class ScoreTests
{
    private static readonly Recording Stranger =
        new("stranger", "/stranger", TimeSpan.FromMinutes(1), Recording.LeftOut);

    private static readonly Trial[] Trials =
    [
        Known(Verdict.Right, 1e-9, 0.999, isGuessRight: true) with { OffsetError = 0.01 },
        Known(Verdict.AmongSeveral, 1e-5, 0.95, isGuessRight: false) with { OffsetError = 30 },
        Known(Verdict.Wrong, 5e-3, 0.9, isGuessRight: false),
        Known(Verdict.None, 0.05, 0.5, isGuessRight: true),
        Known(Verdict.None, null, 0, isGuessRight: false),
        Known(Verdict.Wrong, 1e-3, 0.95, isGuessRight: false) with { Recording = Stranger },
        Known(Verdict.None, 0.5, 0.2, isGuessRight: false) with { Recording = Stranger },
    ];

    [Fact]
    public void Right_wrong_and_false_answers_are_counted_apart()
    {
        var score = Score.Of(Trials);

        Assert.Equal(new Proportion(2, 5), score.Recall);
        Assert.Equal(new Proportion(2, 4), score.Precision);
        Assert.Equal(1, score.AmongSeveralCount);
        Assert.Equal(new Proportion(1, 5), score.Wrong);
        Assert.Equal(new Proportion(1, 2), score.FalseAccepts);
        Assert.Equal(new Proportion(1, 2), score.NearOffsets);
    }

    [Fact]
    public void Another_threshold_decides_by_the_best_guess()
    {
        var strict = ThresholdScore.Of(Trials, 1e-4);
        Assert.Equal(new Proportion(1, 5), strict.Recall);
        Assert.Equal(new Proportion(1, 5), strict.Wrong);
        Assert.Equal(new Proportion(0, 2), strict.FalseAccepts);

        var generous = ThresholdScore.Of(Trials, 1);
        Assert.Equal(new Proportion(2, 5), generous.Recall);
        Assert.Equal(new Proportion(2, 2), generous.FalseAccepts);
    }

    [Fact]
    public void Guesses_are_binned_by_what_they_say_and_none_is_lost()
    {
        var bins = ReliabilityBin.Of(Trials);

        Assert.Equal(Trials.Count(trial => trial.EValue is not null), bins.Sum(bin => bin.Right.Total));
        var bin = bins.Single(other => other.Low == 0.95);
        Assert.Equal(new Proportion(0, 2), bin.Right);
        Assert.Equal(0.95, bin.MeanConfidence, 1e-9);
    }

    private static Trial Known(Verdict verdict, double? eValue, double confidence, bool isGuessRight) => new()
    {
        Condition = "clean",
        Length = 3,
        Excerpt = 0,
        Recording = new Recording("track", "/track", TimeSpan.FromMinutes(1), Recording.Known),
        Start = 10,
        Verdict = verdict,
        EValue = eValue,
        Confidence = confidence,
        IsGuessRight = isGuessRight,
        Seconds = 0.01,
    };
}
