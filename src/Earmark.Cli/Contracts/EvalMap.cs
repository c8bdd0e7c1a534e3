using Earmark.Cli.Evaluation;

namespace Earmark.Cli.Contracts;

/// <summary>From what an evaluation found to what the tool prints.</summary>
internal static class EvalMap
{
    /// <summary>Shares and relative errors to 6 digits, times to the tenth of a millisecond.</summary>
    public static EvalLine ToLine(EvaluationResult result) => new(
        result.Source,
        result.IsComplete,
        result.Options.Seed,
        result.Options.Match.MaxEValue,
        result.KnownTrackCount,
        result.UnknownTrackCount,
        result.ForeignRecordingCount,
        result.KnownClipCount,
        result.UnknownClipCount,
        result.ForeignClipCount,
        ToLine(null, null, result.Total),
        [.. result.Cells().Select(cell => ToLine(cell.Condition.Name, cell.Length, cell.Score))],
        [.. result.Kinds().Select(kind => ToLine(kind.Kind, kind.Condition, kind.FalseAccepts))],
        [.. ThresholdScore.EValues.Select(eValue => ToLine(ThresholdScore.Of(result.Trials, eValue)))],
        [.. ReliabilityBin.Of(result.Trials).Select(ToLine)],
        [.. result.FalseAccepts().Select(ToLine)],
        [.. result.Missed().Select(ToLine)],
        [.. result.SkippedConditions.Concat(result.LeftOutFiles).Select(o => new EvalLeftOutLine(o.What, o.Reason))]);

    private static EvalCellLine ToLine(string? condition, double? length, Score score)
    {
        var recall = score.Recall.Interval();
        var accepts = score.FalseAccepts.Interval();
        return new EvalCellLine(
            condition,
            length,
            score.Recall.Total,
            score.Recall.Count,
            Round(score.Recall.Share),
            Round(recall.Low),
            Round(recall.High),
            Round(score.Precision.Share),
            score.AmongSeveralCount,
            score.Wrong.Count,
            score.FalseAccepts.Total,
            score.FalseAccepts.Count,
            Round(score.FalseAccepts.Share),
            Round(accepts.Low),
            Round(accepts.High),
            Round(score.OffsetError.Median, 4),
            Round(score.OffsetError.NineInTen, 4),
            Round(score.NearOffsets.Share),
            Round(score.TimeFactorError.Median),
            Round(score.TimeFactorError.NineInTen),
            Round(score.FrequencyFactorError.Median),
            Round(score.FrequencyFactorError.NineInTen),
            Round(score.Seconds.Median, 4),
            Round(score.Seconds.NineInTen, 4));
    }

    private static EvalKindLine ToLine(string kind, string condition, Proportion falseAccepts)
    {
        var (low, high) = falseAccepts.Interval();
        return new EvalKindLine(
            kind,
            condition,
            falseAccepts.Total,
            falseAccepts.Count,
            Round(falseAccepts.Share),
            Round(low),
            Round(high));
    }

    private static EvalGuessLine ToLine(Trial trial) => new(
        trial.Recording.Name,
        trial.Recording.Kind,
        Math.Round(trial.Start, 3),
        trial.Condition,
        trial.Length,
        trial.Guess,
        Math.Round(trial.GuessOffset, 3),
        Math.Round(trial.GuessTimeFactor, 5),
        Math.Round(trial.GuessScore, 2),
        trial.EValue);

    private static EvalThresholdLine ToLine(ThresholdScore score)
    {
        var accepts = score.FalseAccepts.Interval();
        return new EvalThresholdLine(
            score.EValue,
            Round(score.Recall.Share),
            Round(score.Wrong.Share),
            score.FalseAccepts.Count,
            Round(score.FalseAccepts.Share),
            Round(accepts.Low),
            Round(accepts.High));
    }

    private static EvalReliabilityLine ToLine(ReliabilityBin bin) => new(
        bin.Low, bin.High, bin.Right.Total, Round(bin.MeanConfidence), Round(bin.Right.Share));

    private static double? Round(double value, int digits = 6) =>
        double.IsNaN(value) ? null : Math.Round(value, digits);
}
