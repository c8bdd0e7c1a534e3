namespace Earmark.Cli.Evaluation;

/// <summary>One clip that was asked about, and what came of it.</summary>
internal sealed record Trial
{
    /// <summary>Name of the condition.</summary>
    public required string Condition { get; init; }

    /// <summary>Length of the clip, in seconds.</summary>
    public required double Length { get; init; }

    /// <summary>Number of the excerpt.</summary>
    public required int Excerpt { get; init; }

    /// <summary>What the clip was cut from.</summary>
    public required Recording Recording { get; init; }

    /// <summary>Seconds into the recording at which the clip begins.</summary>
    public required double Start { get; init; }

    /// <summary>Whether its track is in the library.</summary>
    public bool IsKnown => Recording.IsKnown;

    /// <summary>What the answer was.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Whether the answer does not have its track.</summary>
    public bool IsMissed => Verdict is Verdict.None or Verdict.Wrong;

    /// <summary>Ref id of the best guess, accepted or not; null where there is none.</summary>
    public string? Guess { get; init; }

    /// <summary>Score of the best guess, in nats.</summary>
    public double GuessScore { get; init; }

    /// <summary>Seconds into its track at which the best guess has the clip begin.</summary>
    public double GuessOffset { get; init; }

    /// <summary>How much faster than its track the best guess has the clip play.</summary>
    public double GuessTimeFactor { get; init; }

    /// <summary>E-value of the best guess, accepted or not; null where there is none.</summary>
    public double? EValue { get; init; }

    /// <summary>Confidence of the best guess.</summary>
    public double Confidence { get; init; }

    /// <summary>Whether the best guess is the track.</summary>
    public bool IsGuessRight { get; init; }

    /// <summary>Of a right answer: seconds between the place named and the true one.</summary>
    public double? OffsetError { get; init; }

    /// <summary>Of a right answer: relative error of the time factor, above or below.</summary>
    public double? TimeFactorError { get; init; }

    /// <summary>Of a right answer: relative error of the frequency factor.</summary>
    public double? FrequencyFactorError { get; init; }

    /// <summary>Seconds that the answer took; not the same twice.</summary>
    public required double Seconds { get; init; }
}
