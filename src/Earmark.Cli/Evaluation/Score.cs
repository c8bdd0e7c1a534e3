namespace Earmark.Cli.Evaluation;

/// <summary>What came of some trials together.</summary>
internal sealed record Score
{
    /// <summary>Offsets this near the true place count as right, in seconds.</summary>
    public const double OffsetTolerance = 0.1;

    /// <summary>Clips of known tracks that were given the right name, alone or among several.</summary>
    public required Proportion Recall { get; init; }

    /// <summary>Right among all answers, those to unknown clips included.</summary>
    public required Proportion Precision { get; init; }

    /// <summary>Known clips answered "ambiguous" with the right track among those listed.</summary>
    public required int AmongSeveralCount { get; init; }

    /// <summary>Known clips that were given another name.</summary>
    public required Proportion Wrong { get; init; }

    /// <summary>Unknown clips that were given any name.</summary>
    public required Proportion FalseAccepts { get; init; }

    /// <summary>Of right answers, in seconds.</summary>
    public required Spread OffsetError { get; init; }

    /// <summary>Right answers within <see cref="OffsetTolerance"/>.</summary>
    public required Proportion NearOffsets { get; init; }

    /// <summary>Of right answers, relative.</summary>
    public required Spread TimeFactorError { get; init; }

    /// <summary>Of right answers, relative.</summary>
    public required Spread FrequencyFactorError { get; init; }

    /// <summary>Per question, in seconds.</summary>
    public required Spread Seconds { get; init; }

    /// <summary>Counts trials.</summary>
    public static Score Of(IReadOnlyCollection<Trial> trials)
    {
        var known = trials.Where(trial => trial.IsKnown).ToList();
        var unknown = trials.Where(trial => !trial.IsKnown).ToList();
        var right = known.Where(trial => trial.Verdict is Verdict.Right or Verdict.AmongSeveral).ToList();
        var answered = trials.Count(trial => trial.Verdict != Verdict.None);
        var offsets = right.Select(trial => trial.OffsetError).OfType<double>().ToList();
        return new Score
        {
            Recall = new Proportion(right.Count, known.Count),
            Precision = new Proportion(right.Count, answered),
            AmongSeveralCount = known.Count(trial => trial.Verdict == Verdict.AmongSeveral),
            Wrong = new Proportion(known.Count(trial => trial.Verdict == Verdict.Wrong), known.Count),
            FalseAccepts = new Proportion(unknown.Count(trial => trial.Verdict == Verdict.Wrong), unknown.Count),
            OffsetError = Spread.Of(offsets),
            NearOffsets = new Proportion(offsets.Count(error => error <= OffsetTolerance), offsets.Count),
            TimeFactorError = Spread.Of(right.Select(trial => trial.TimeFactorError).OfType<double>()),
            FrequencyFactorError = Spread.Of(right.Select(trial => trial.FrequencyFactorError).OfType<double>()),
            Seconds = Spread.Of(trials.Select(trial => trial.Seconds)),
        };
    }
}
