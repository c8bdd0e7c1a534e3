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

    /// <summary>Foreign recordings that clips were cut from.</summary>
    public required int ForeignRecordingCount { get; init; }

    /// <summary>Places that clips were cut from, in known tracks.</summary>
    public required int KnownClipCount { get; init; }

    /// <summary>Places in tracks that were left out.</summary>
    public required int UnknownClipCount { get; init; }

    /// <summary>Places in foreign recordings.</summary>
    public required int ForeignClipCount { get; init; }

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

    /// <summary>Whether any clip of a known track was asked about.</summary>
    public bool HasKnown => KnownClipCount > 0;

    /// <summary>Unknown clips that were given a name, the surest first.</summary>
    public IReadOnlyList<Trial> FalseAccepts() =>
    [
        .. Trials.Where(trial => !trial.IsKnown && trial.Verdict == Verdict.Wrong)
            .OrderBy(trial => trial.EValue)
            .ThenBy(trial => trial.Excerpt),
    ];

    /// <summary>Known clips that were not named right, by place.</summary>
    public IReadOnlyList<Trial> Missed() => [.. Trials.Where(trial => trial.IsKnown && trial.IsMissed)];

    /// <summary>Tracks with clips that were not named right, those with the most first.</summary>
    public IReadOnlyList<(string Track, Proportion Missed)> HardTracks() =>
    [
        .. from trial in Trials
           where trial.IsKnown
           group trial.IsMissed by trial.Recording.Name into track
           let missed = track.Count(isMissed => isMissed)
           where missed > 0
           orderby missed descending, track.Key
           select (track.Key, new Proportion(missed, track.Count())),
    ];

    /// <summary>What unknown clips were cut from, by kind, then in the order of the conditions.</summary>
    public IReadOnlyList<(string Kind, string Condition, Proportion FalseAccepts)> Kinds() =>
    [
        .. from trial in Trials
           where !trial.IsKnown
           group trial by (trial.Recording.Kind, trial.Condition) into kind
           orderby kind.Key.Kind
           select (
               kind.Key.Kind,
               kind.Key.Condition,
               new Proportion(kind.Count(trial => trial.Verdict == Verdict.Wrong), kind.Count())),
    ];

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
