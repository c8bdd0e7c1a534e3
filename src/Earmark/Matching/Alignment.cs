namespace Earmark.Matching;

/// <summary>A candidate after verification: where the clip lies in the track, and what speaks for it.</summary>
internal sealed record Alignment
{
    /// <summary>Where it was looked for.</summary>
    public required Candidate Candidate { get; init; }

    public long TrackId => Candidate.Track.TrackId;

    public required Placement Placement { get; init; }

    /// <summary>Log-likelihood ratio against chance, in nats.</summary>
    public required double Score { get; init; }

    /// <summary>What each second of the clip adds to it, but for the peaks that are aligned. In nats.</summary>
    public required double[] BySecond { get; init; }

    /// <summary>What the aligned peaks add, in nats.</summary>
    public required double PeakScore { get; init; }

    /// <summary>What was taken off it because many changes were tried, in nats.</summary>
    public double Penalty { get; init; }

    /// <summary>Peaks of the clip found in the track, within 24 ms and 6 Hz.</summary>
    public required int AlignedPeakCount { get; init; }

    /// <summary>Share of the clip's seconds that speak for the track, 0 … 1.</summary>
    public required double Coverage { get; init; }

    /// <summary>First of these seconds, from the start of the query.</summary>
    public required double QueryStart { get; init; }

    /// <summary>End of the last of these seconds.</summary>
    public required double QueryStop { get; init; }
}
