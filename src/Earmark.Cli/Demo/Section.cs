using Earmark.Cli.Degrading;

namespace Earmark.Cli.Demo;

/// <summary>A stretch of a piece with its own chords, rhythm and instruments.</summary>
/// <param name="Chords">Degree of the scale (0 to 6) that each bar's chord stands on; repeated as needed.</param>
/// <param name="Rhythm">Onsets of the melody within a bar, in beats, ascending.</param>
/// <param name="KickBeats">Onsets of the bass drum within a bar, in beats.</param>
/// <param name="Parts">Who plays.</param>
/// <param name="Lift">Degrees that the melody lies above its middle position.</param>
internal sealed record Section(
    IReadOnlyList<int> Chords,
    IReadOnlyList<double> Rhythm,
    IReadOnlyList<double> KickBeats,
    IReadOnlySet<Part> Parts,
    int Lift)
{
    private static readonly int[][] Progressions =
    [
        [0, 4, 5, 3], [0, 5, 3, 4], [5, 3, 0, 4], [0, 3, 4, 3], [1, 4, 0, 5], [0, 2, 3, 4], [0, 6, 5, 4], [3, 0, 4, 5],
        [0, 3, 6, 2, 5, 1, 4, 0], [0, 0, 3, 3, 4, 3, 0, 4], [5, 4, 3, 2, 1, 4], [0, 5, 1, 4, 2, 5, 1, 4], [3, 4, 2, 5],
    ];

    /// <summary>A section at random.</summary>
    /// <param name="fullness">How many of the parts play, 0 to 1.</param>
    public static Section Roll(Dice dice, Style style, double fullness)
    {
        var parts = new HashSet<Part> { dice.Pick([Part.Lead, Part.Pluck]) };
        foreach (var part in Enum.GetValues<Part>())
        {
            if (part < Part.Kick && dice.Chance(fullness))
            {
                parts.Add(part);
            }
        }

        if (style.HasDrums && dice.Chance(fullness))
        {
            parts.UnionWith([Part.Kick, Part.Snare, Part.Hat]);
        }

        return new Section(
            dice.Pick(Progressions),
            RollRhythm(dice, style, style.Density),
            [0, .. RollRhythm(dice, style, 0.25).Where(beat => beat > 0)],
            parts,
            dice.Below(6) - 1);
    }

    /// <summary>Half and quarter beats that are played, at least one of them.</summary>
    private static List<double> RollRhythm(Dice dice, Style style, double density)
    {
        var onsets = new List<double>();
        for (var step = 0; step < 4 * style.BeatsPerBar; step++)
        {
            var likely = (step % 4) switch { 0 => density + 0.2, 2 => density, _ => density * 0.25 };
            if (dice.Chance(likely))
            {
                onsets.Add(step / 4.0);
            }
        }

        return onsets.Count > 0 ? onsets : [0];
    }
}
