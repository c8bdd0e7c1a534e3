using Earmark.Indexing;

namespace Earmark.Matching;

/// <summary>A track that a query was found in, and the evidence. Times in seconds.</summary>
public sealed record Match
{
    /// <summary>The track.</summary>
    public required Track Track { get; init; }

    /// <summary>Start of the part of the query that was found.</summary>
    public required double QueryStart { get; init; }

    /// <summary>End of the part of the query that was found.</summary>
    public required double QueryStop { get; init; }

    /// <summary>Start of that part in the track.</summary>
    public required double ReferenceStart { get; init; }

    /// <summary>End of that part in the track.</summary>
    public required double ReferenceStop { get; init; }

    /// <summary>Time in the track at which the query's first sample lies.</summary>
    public required double Offset { get; init; }

    /// <summary>Log-likelihood ratio against chance, in nats.</summary>
    public required double Score { get; init; }

    /// <summary>Expected number of false matches as good as this one, per query, in this library.</summary>
    public required double EValue { get; init; }

    /// <summary>Probability that the answer is right, 0 … 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Share of the seconds searched that speak for the track, 0 … 1.</summary>
    public required double Coverage { get; init; }

    /// <summary>1.05 where the query plays 5 % faster than the track.</summary>
    public required double TimeFactor { get; init; }

    /// <summary>1.05 where the query sounds 5 % higher than the track.</summary>
    public required double FrequencyFactor { get; init; }

    /// <summary>
    /// Ref id of the best match, where that fits as well and the library shows both to be one recording; else null.
    /// </summary>
    public string? DuplicateOf { get; init; }

    /// <summary>Peaks of the query found in the track, within 24 ms and 6 Hz.</summary>
    public required int AlignedPeakCount { get; init; }
}
