namespace Earmark.Cli.Degrading;

/// <summary>Something that can happen to a clip, at a level.</summary>
internal sealed record Degradation
{
    /// <summary>Its name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in half a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Unit of the level; null where there is none.</summary>
    public string? Unit { get; init; }

    /// <summary>Lowest level that makes sense.</summary>
    public double LevelMin { get; init; }

    /// <summary>Highest level that makes sense.</summary>
    public double LevelMax { get; init; }

    /// <summary>Levels where none is given.</summary>
    public IReadOnlyList<double> Levels { get; init; } = [0];

    /// <summary>Whether a level above 0 is written with a plus.</summary>
    public bool IsSigned { get; init; }

    /// <summary>How much faster the clip then plays.</summary>
    public Func<double, double> TimeFactor { get; init; } = _ => 1;

    /// <summary>How much higher it then sounds.</summary>
    public Func<double, double> FrequencyFactor { get; init; } = _ => 1;

    /// <summary>The encoder that it takes; null for none.</summary>
    public string? Encoder { get; init; }

    /// <summary>The filter of FFmpeg that it takes; null for none.</summary>
    public string? Filter { get; init; }

    /// <summary>Whether it takes recordings of noise.</summary>
    public bool NeedsNoises { get; init; }

    /// <summary>
    /// The part of it that does not depend on how long the clip is: what comes of a short clip is the beginning of
    /// what comes of a longer one, so it is done once for all lengths. At a level; null for none.
    /// </summary>
    public Func<Take, double, Surroundings, CancellationToken, Task<Take>>? ShareAsync { get; init; }

    /// <summary>
    /// The part of it that goes by the clip itself, such as a ratio to its power; after the other. Takes one of each
    /// length, and gives as many; null for none.
    /// </summary>
    public Func<IReadOnlyList<Take>, double, Surroundings, CancellationToken, Task<IReadOnlyList<Take>>>?
        AdaptAsync { get; init; }
}
