namespace Earmark.Comparing;

/// <summary>A part of one recording that is also a part of another.</summary>
public sealed record Stretch
{
    /// <summary>Where it begins in the first recording, in seconds, to about a second.</summary>
    public required double StartA { get; init; }

    /// <summary>Where it ends there.</summary>
    public required double StopA { get; init; }

    /// <summary>Where it begins in the second recording, in seconds.</summary>
    public required double StartB { get; init; }

    /// <summary>Where it ends there.</summary>
    public required double StopB { get; init; }

    /// <summary>How fast the second plays what the first plays: 1.05 is 5 % faster.</summary>
    public required double Speed { get; init; }

    /// <summary>Frequencies of the second over those of the first: 1.06 is a semitone higher.</summary>
    public required double Pitch { get; init; }

    /// <summary>What speaks for it beyond what beat, key and repetition reach alone, in nats.</summary>
    public required double Score { get; init; }

    /// <summary>The same, seen from the other recording.</summary>
    internal Stretch Mirrored() => this with
    {
        StartA = StartB,
        StopA = StopB,
        StartB = StartA,
        StopB = StopA,
        Speed = 1 / Speed,
        Pitch = 1 / Pitch,
    };
}
