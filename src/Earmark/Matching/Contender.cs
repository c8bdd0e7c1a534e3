namespace Earmark.Matching;

/// <summary>A track that was considered for a clip, named or not, and what its score is made of. In nats.</summary>
public sealed record Contender
{
    /// <summary>The track, and where in it.</summary>
    public required Match Match { get; init; }

    /// <summary>The stretch of the query that it was considered in.</summary>
    public required SearchedStretch Stretch { get; init; }

    /// <summary>
    /// What each second of the stretch adds to the score, by the cells where the track's peaks should be; below 0 where
    /// they speak against it.
    /// </summary>
    public required IReadOnlyList<double> BySecond { get; init; }

    /// <summary>What peaks of the clip that fall on the track's exactly add.</summary>
    public required double PeakScore { get; init; }

    /// <summary>What was taken off because many changes of speed and pitch were tried.</summary>
    public required double Penalty { get; init; }

    /// <summary>What a track that is merely alike may score beyond chance.</summary>
    public required double AlikeLevel { get; init; }

    /// <summary>What is left of the score above chance and likeness; what decides.</summary>
    public double Margin => Match.Score - Stretch.Chance - AlikeLevel;
}
