using Earmark.Cli.Degrading;

namespace Earmark.Cli.Demo;

/// <summary>Composes and plays music of its own: every seed is another piece, and always the same one.</summary>
/// <remarks>
/// Made for `earmark demo` and for tests that need music nobody has to download. Pieces differ in key, tempo, meter,
/// chords, melody, tuning and instruments; within a piece no two bars are alike, as in music that people play.
/// </remarks>
internal static class Composer
{
    private static readonly string[] Colors =
    [
        "Amber", "Copper", "Silver", "Scarlet", "Indigo", "Pale",
        "Golden", "Quiet", "Velvet", "Winter", "Salt", "Paper",
    ];

    private static readonly string[] Things =
    [
        "Lantern", "Harbor", "Orchard", "Meridian", "Sparrow", "Canyon",
        "Ferry", "Garden", "Signal", "Mirror", "Comet",
    ];

    /// <summary>The piece of <paramref name="seed"/> in stereo: 60 to 90 seconds, peaks at −1 dB full scale.</summary>
    public static Piece Compose(int seed)
    {
        var dice = new Dice(seed);
        // The lengths of the lists have no common divisor: 132 seeds in a row have 132 titles.
        var title = $"{Colors[(int)((uint)seed % Colors.Length)]} {Things[(int)((uint)seed % Things.Length)]}";
        var style = Style.Roll(dice);
        var score = ScoreWriter.Write(style, dice);
        return new Piece(title, Band.Play(score, new Dice(seed, stream: 1)));
    }
}
