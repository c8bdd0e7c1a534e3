namespace Earmark.Bench.Measuring;

/// <summary>What one step of a search did and took, of one clip or summed over several.</summary>
internal readonly record struct StepCost
{
    /// <summary>Times a key was looked up for an anchor.</summary>
    public long Probes { get; init; }

    /// <summary>Lists that were read.</summary>
    public long Keys { get; init; }

    /// <summary>Postings in them.</summary>
    public long Postings { get; init; }

    /// <summary>Votes: a list counts once for each of its probes.</summary>
    public long Hits { get; init; }

    /// <summary>Making the keys.</summary>
    public TimeSpan Probing { get; init; }

    /// <summary>Reading their lists.</summary>
    public TimeSpan Reading { get; init; }

    /// <summary>Sorting the hits, ranking the places and finding their tracks.</summary>
    public TimeSpan Counting { get; init; }

    /// <summary>Screening the candidates.</summary>
    public TimeSpan Screening { get; init; }

    /// <summary>Verifying the best of them.</summary>
    public TimeSpan Verifying { get; init; }

    public TimeSpan Total => Probing + Reading + Counting + Screening + Verifying;

    public static StepCost operator +(StepCost a, StepCost b) => new()
    {
        Probes = a.Probes + b.Probes,
        Keys = a.Keys + b.Keys,
        Postings = a.Postings + b.Postings,
        Hits = a.Hits + b.Hits,
        Probing = a.Probing + b.Probing,
        Reading = a.Reading + b.Reading,
        Counting = a.Counting + b.Counting,
        Screening = a.Screening + b.Screening,
        Verifying = a.Verifying + b.Verifying,
    };
}
