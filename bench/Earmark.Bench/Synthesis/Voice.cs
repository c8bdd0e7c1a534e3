using Earmark.Cli.Degrading;

namespace Earmark.Bench.Synthesis;

/// <summary>A real track, and how it is changed wherever one synthetic track takes from it.</summary>
/// <param name="Pace">Source frames per frame: above 1 it plays faster.</param>
/// <param name="Pitch">Factor of all frequencies.</param>
/// <param name="FillerPitch">The same for what fills gaps: an octave away, towards the other end of the band.</param>
internal sealed record Voice(SourceTrack Source, double Pace, double Pitch, double FillerPitch)
{
    /// <summary>
    /// Semitones up or down. The search undoes two, and a drone is the same backwards; more leave too much of the band
    /// empty.
    /// </summary>
    private const int SemitonesMin = 3;
    private const int SemitonesMax = 5;

    /// <summary>
    /// How far tunings are apart, as a standard deviation: 1.7 cents. Most music is tuned to one pitch, so that
    /// strangers share keys: transposed by whole semitones they still do.
    /// </summary>
    private const double Detuning = 0.001;

    /// <summary>Natural logarithm of the largest change of pace: 0.8 to 1.25.</summary>
    private const double PaceReach = 0.223;

    /// <summary>Draws a track and what is done to it.</summary>
    public static Voice Draw(IReadOnlyList<SourceTrack> sources, Dice dice)
    {
        var source = dice.Pick(sources);
        var isUp = dice.Chance(0.5);
        var semitones = SemitonesMin + dice.Below(SemitonesMax - SemitonesMin + 1);
        var pitch = Math.Pow(2, (isUp ? semitones : -semitones) / 12.0) * (1 + (Detuning * dice.Normal()));
        var pace = Math.Exp(dice.Between(-PaceReach, PaceReach));
        return new Voice(source, pace, pitch, isUp ? pitch / 2 : pitch * 2);
    }
}
