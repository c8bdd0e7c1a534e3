namespace Earmark.Matching;

/// <summary>A way in which a clip may have been changed, to be tried out.</summary>
/// <param name="Warp">The change.</param>
/// <param name="TimeSpread">
/// How far the time factor may be from the warp's, as a standard deviation: the step to the next hypothesis, or what
/// players and recorders drift by.
/// </param>
internal readonly record struct Hypothesis(Warp Warp, double TimeSpread)
{
    private const double Drift = 0.001;

    /// <summary>Unchanged speed and pitch.</summary>
    public static Hypothesis Identity { get; } = new(Warp.Identity, Drift);

    /// <summary>
    /// Speed to ±11 %, tempo −19 … +23 %, pitch to ±2 semitones, in the widest steps that lose no clean clip of 3 s.
    /// </summary>
    public static IReadOnlyList<Hypothesis> Usual { get; } = [.. Speeds(9), .. Tempos(7), .. Pitches(10)];

    private const double FrequencyStep = 0.012;
    private const double TempoStep = 0.03;

    public bool IsIdentity => Warp == Warp.Identity;

    /// <summary>A tape that runs fast: time and pitch change together.</summary>
    private static IEnumerable<Hypothesis> Speeds(int reach) =>
        Steps(reach, FrequencyStep, x => new Warp(x, 1 / x), FrequencyStep / 3);

    private static IEnumerable<Hypothesis> Tempos(int reach) =>
        Steps(reach, TempoStep, x => new Warp(x, 1), TempoStep / 3);

    private static IEnumerable<Hypothesis> Pitches(int reach) =>
        Steps(reach, FrequencyStep, x => new Warp(1, 1 / x), Drift);

    private static IEnumerable<Hypothesis> Steps(int reach, double step, Func<double, Warp> warp, double spread)
    {
        for (var distance = 1; distance <= reach; distance++)
        {
            yield return new Hypothesis(warp(Math.Exp(distance * step)), spread);
            yield return new Hypothesis(warp(Math.Exp(-distance * step)), spread);
        }
    }
}
