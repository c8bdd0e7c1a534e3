using Earmark.Indexing;

namespace Earmark.Comparing;

/// <summary>Two tracks of a library that share a recording, or a part of one.</summary>
public sealed record SharedPair
{
    /// <summary>One of them; of two that differ in length the longer.</summary>
    public required Track A { get; init; }

    /// <summary>The other.</summary>
    public required Track B { get; init; }

    /// <summary>Where in A B's first sample lies, in seconds; negative where B begins before.</summary>
    public required double Offset { get; init; }

    /// <summary>How fast B plays what A plays: 1.02 is 2 % faster, and higher.</summary>
    public required double Speed { get; init; }

    /// <summary>How much they share, in seconds of B, in steps of 5.</summary>
    public required double Overlap { get; init; }

    /// <summary>Share of A that B has, 0 … 1, silence left out.</summary>
    public required double ShareA { get; init; }

    /// <summary>Share of B that A has.</summary>
    public required double ShareB { get; init; }

    /// <summary>Share of the strong peaks of what is shared that both have, 0 … 1: 0.4 at least.</summary>
    public required double Similarity { get; init; }

    /// <summary>Log-likelihood ratio against unrelated music, in nats.</summary>
    public required double Score { get; init; }

    /// <summary>What B is to A.</summary>
    public SharedKind Kind => (ShareA >= SharedWhole, ShareB >= SharedWhole) switch
    {
        (true, true) => SharedKind.Copy,
        (false, false) => SharedKind.Part,
        _ => SharedKind.Contained,
    };

    /// <summary>A track is a whole one from this share on: encoders and fades take something of every copy.</summary>
    private const double SharedWhole = 0.8;
}
