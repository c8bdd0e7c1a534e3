namespace Earmark.Bench.Measuring;

/// <summary>What one step of a search did and took, of one clip or summed over several.</summary>
internal readonly record struct StepCost
{
    /// <summary>Times a key was looked up for an anchor.</summary>
    public long Probes { get; init; }

    /// <summary>Those of them that the budget allowed.</summary>
    public long Kept { get; init; }

    /// <summary>Votes: a list counts once for each of its probes.</summary>
    public long Hits { get; init; }

    /// <summary>Making the pairs.</summary>
    public TimeSpan Pairing { get; init; }

    /// <summary>Making the keys.</summary>
    public TimeSpan Probing { get; init; }

    /// <summary>Choosing the shorter lists, and reading them.</summary>
    public TimeSpan Reading { get; init; }

    /// <summary>Sorting out the hits, ranking the places and finding their tracks.</summary>
    public TimeSpan Counting { get; init; }

    /// <summary>Screening the candidates.</summary>
    public TimeSpan Screening { get; init; }

    /// <summary>Verifying the best of them.</summary>
    public TimeSpan Verifying { get; init; }

    public TimeSpan Total => Pairing + Probing + Reading + Counting + Screening + Verifying;

    public static StepCost operator +(StepCost a, StepCost b) => new()
    {
        Probes = a.Probes + b.Probes,
        Kept = a.Kept + b.Kept,
        Hits = a.Hits + b.Hits,
        Pairing = a.Pairing + b.Pairing,
        Probing = a.Probing + b.Probing,
        Reading = a.Reading + b.Reading,
        Counting = a.Counting + b.Counting,
        Screening = a.Screening + b.Screening,
        Verifying = a.Verifying + b.Verifying,
    };
}
