using Earmark.Cli.Degrading;

namespace Earmark.Cli.Demo;

/// <summary>What holds for a whole piece: tempo, meter, key and who plays.</summary>
internal sealed record Style
{
    private static readonly int[][] Modes =
    [
        [0, 2, 4, 5, 7, 9, 11],
        [0, 2, 3, 5, 7, 9, 10],
        [0, 2, 3, 5, 7, 8, 10],
        [0, 2, 4, 5, 7, 9, 10],
        [0, 2, 4, 6, 7, 9, 11],
        [0, 2, 3, 5, 7, 8, 11],
        [0, 1, 3, 5, 7, 8, 10],
    ];

    /// <summary>Beats per minute.</summary>
    public required double Tempo { get; init; }

    /// <summary>Beats in a bar, 3 to 6.</summary>
    public required int BeatsPerBar { get; init; }

    /// <summary>How late every second half beat comes, in beats: 0 is straight, 0.16 is a triplet feel.</summary>
    public required double Swing { get; init; }

    /// <summary>Pitch of the root in the octave of the bass, 34 to 45.</summary>
    public required int Root { get; init; }

    /// <summary>Semitones above the root of the seven degrees.</summary>
    public required IReadOnlyList<int> Mode { get; init; }

    /// <summary>Length of the piece, in seconds; the last bar is finished.</summary>
    public required double Duration { get; init; }

    /// <summary>How likely a subdivision of the beat is played, 0 to 1.</summary>
    public required double Density { get; init; }

    /// <summary>Whether there are drums.</summary>
    public required bool HasDrums { get; init; }

    /// <summary>Seconds per beat.</summary>
    public double Beat => 60 / Tempo;

    /// <summary>A style at random.</summary>
    public static Style Roll(Dice dice) => new()
    {
        Tempo = dice.Between(66, 164),
        BeatsPerBar = dice.Pick([4, 4, 4, 4, 3, 3, 6, 5]),
        Swing = dice.Chance(0.35) ? dice.Between(0.05, 0.16) : 0,
        Root = 34 + dice.Below(12),
        Mode = dice.Pick(Modes),
        Duration = dice.Between(60, 80),
        Density = dice.Between(0.35, 0.8),
        HasDrums = dice.Chance(0.85),
    };

    /// <summary>Pitch of a degree of the scale; 0 is the root, 7 an octave up, −1 the seventh below.</summary>
    public int Pitch(int degree)
    {
        var octave = (int)Math.Floor(degree / 7.0);
        return Root + (12 * octave) + Mode[degree - (7 * octave)];
    }
}
