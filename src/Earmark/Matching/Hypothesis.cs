namespace Earmark.Matching;

/// <summary>A way in which a clip may have been changed, to be tried out.</summary>
/// <param name="Warp">The change.</param>
/// <param name="TimeSpread">
/// How far the time factor may be from the warp's, as a standard deviation: a third of the step to the next hypothesis,
/// or what players and recorders drift by.
/// </param>
/// <param name="IsSpeed">Whether time and pitch change together, as those of a tape do.</param>
internal readonly record struct Hypothesis(Warp Warp, double TimeSpread, bool IsSpeed = false)
{
    /// <summary>How far players and recorders are off, as a standard deviation.</summary>
    public const double Drift = 0.001;

    private const double SpeedStep = 0.012;

    /// <summary>Slow clips have less of the track in them: halfway between wider steps too few keys are hit.</summary>
    private const double WideSpeedStep = 0.008;

    private const double TempoStep = 0.03;
    private const double PitchStep = 0.012;

    /// <summary>Unchanged speed and pitch.</summary>
    public static Hypothesis Identity { get; } = new(Warp.Identity, Drift);

    /// <summary>
    /// Speed −10 … +11 %, tempo −19 … +23 %, pitch to ±2 semitones, in the widest steps that lose no clean clip of 3 s.
    /// </summary>
    public static IReadOnlyList<Hypothesis> Usual { get; } = [.. Speeds(9, SpeedStep), .. Tempos(7), .. Pitches(10)];

    /// <summary>Speed −20 … +26 %, pitch to ±4 semitones, and each tempo with each pitch.</summary>
    public static IReadOnlyList<Hypothesis> Wide { get; } =
    [
        .. Speeds(29, WideSpeedStep), .. Tempos(7), .. Pitches(20), .. Tempos(7).SelectMany(tempo => Pitches(20), Both),
    ];

    public bool IsIdentity => Warp == Warp.Identity;

    /// <summary>Whether one thing has changed: speed, tempo or pitch.</summary>
    public bool IsPlain => IsSpeed || Warp.Time == 1 || Warp.Frequency == 1;

    /// <summary>
    /// Whether a fit is still of this change: what strays by more than the widest step is of another, or beyond what is
    /// looked for.
    /// </summary>
    public bool Covers(Warp fitted) => Math.Abs(Math.Log(fitted.Time / Warp.Time)) <= TempoStep;

    private static IEnumerable<Hypothesis> Speeds(int reach, double step) =>
        Factors(reach, step).Select(x => new Hypothesis(new Warp(x, 1 / x), Drift, IsSpeed: true));

    private static IEnumerable<Hypothesis> Tempos(int reach) =>
        Factors(reach, TempoStep).Select(x => new Hypothesis(new Warp(x, 1), TempoStep / 3));

    private static IEnumerable<Hypothesis> Pitches(int reach) =>
        Factors(reach, PitchStep).Select(x => new Hypothesis(new Warp(1, 1 / x), Drift));

    private static Hypothesis Both(Hypothesis tempo, Hypothesis pitch) =>
        tempo with { Warp = new Warp(tempo.Warp.Time, pitch.Warp.Frequency) };

    /// <summary>The smallest change first: of equal fits the plainer is found first.</summary>
    private static IEnumerable<double> Factors(int reach, double step)
    {
        for (var distance = 1; distance <= reach; distance++)
        {
            yield return Math.Exp(distance * step);
            yield return Math.Exp(-distance * step);
        }
    }
}
