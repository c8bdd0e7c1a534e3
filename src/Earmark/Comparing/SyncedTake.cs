namespace Earmark.Comparing;

/// <summary>A take of an event, and where it lies on the time of the first one.</summary>
public sealed record SyncedTake
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>How long it is.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>
    /// The take it was laid beside: the first, or one with a place; null for the first, and where it has none.
    /// </summary>
    public string? By { get; init; }

    /// <summary>Whether its place is known. The first take's is, by definition.</summary>
    public bool IsPlaced { get; init; }

    /// <summary>Time of the first take at which this one begins, in seconds; negative if before it.</summary>
    public double Offset { get; init; }

    /// <summary>By how much the offset may be off, in seconds: half of a 95 % interval.</summary>
    public double OffsetError { get; init; }

    /// <summary>
    /// Offsets at which it lies as well, as far as can be heard, the likeliest first: those of music that repeats
    /// itself to the sample. The one that explains most of the sound is <see cref="Offset"/>.
    /// </summary>
    public IReadOnlyList<double> OtherOffsets { get; init; } = [];

    /// <summary>
    /// By how much its clock is slow against the first take's, in parts per million: what lasts a second lasts so much
    /// longer there. 0 where the overlap is too short to tell.
    /// </summary>
    public double Drift { get; init; }

    /// <summary>By how much the drift may be off, in parts per million; null where it was not measured.</summary>
    public double? DriftError { get; init; }

    /// <summary>How long it and <see cref="By"/> overlap, in seconds of this take.</summary>
    public double Overlap { get; init; }

    /// <summary>Windows that were correlated along the overlap, and those of them that go by the line.</summary>
    public int WindowCount { get; init; }

    /// <inheritdoc cref="WindowCount"/>
    public int AgreeingCount { get; init; }

    /// <summary>How often takes of different events would agree as well, as a power of ten; −300 at least.</summary>
    public double LogChance { get; init; }

    /// <summary>What was wrong with the file though it could be read, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The first take's time of a time in this one, in seconds.</summary>
    public double Map(double time) => Offset + ((1 + (Drift / 1e6)) * time);
}
