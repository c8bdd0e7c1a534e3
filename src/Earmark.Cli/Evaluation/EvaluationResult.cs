namespace Earmark.Cli.Evaluation;

/// <summary>All that was measured.</summary>
internal sealed record EvaluationResult
{
    /// <summary>The library or folder.</summary>
    public required string Source { get; init; }

    /// <summary>What was asked, and how; without the conditions that were left out.</summary>
    public required EvaluationOptions Options { get; init; }

    /// <summary>Tracks in the library that was asked.</summary>
    public required int KnownTrackCount { get; init; }

    /// <summary>Tracks that were left out of it.</summary>
    public required int UnknownTrackCount { get; init; }

    /// <summary>Places that clips were cut from, in known tracks.</summary>
    public required int KnownClipCount { get; init; }

    /// <summary>Places in unknown tracks.</summary>
    public required int UnknownClipCount { get; init; }

    /// <summary>Whether it came to its end; else the first places drawn were measured.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Conditions that this machine does not allow.</summary>
    public required IReadOnlyList<LeftOut> SkippedConditions { get; init; }

    /// <summary>Files that could not be used.</summary>
    public required IReadOnlyList<LeftOut> LeftOutFiles { get; init; }

    /// <summary>Every clip asked about, by excerpt, condition and length.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    /// <summary>All trials together.</summary>
    public Score Total => Score.Of(Trials);

    /// <summary>By condition, then by length.</summary>
    public IReadOnlyList<Cell> Cells()
    {
        var trials = Trials.ToLookup(trial => (trial.Condition, trial.Length));
        return
        [
            .. from condition in Options.Conditions
               from length in Options.Lengths
               select new Cell(condition, length, Score.Of([.. trials[(condition.Name, length)]])),
        ];
    }
}
