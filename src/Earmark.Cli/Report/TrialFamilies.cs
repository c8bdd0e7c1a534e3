using Earmark.Matching;

namespace Earmark.Cli.Report;

/// <summary>The changes that a search tried, as curves of score over change, by what was changed.</summary>
internal static class TrialFamilies
{
    private const double Nothing = 1e-9;

    private static readonly (string Name, Func<Trial, bool> Has, Func<Trial, double> Factor)[] Families =
    [
        ("speed", trial => IsSame(trial.TimeFactor, trial.FrequencyFactor), trial => trial.TimeFactor),
        ("tempo alone", trial => IsSame(trial.FrequencyFactor, 1), trial => trial.TimeFactor),
        ("pitch alone", trial => IsSame(trial.TimeFactor, 1), trial => trial.FrequencyFactor),
        ("tempo and pitch", IsOther, trial => trial.TimeFactor),
    ];

    /// <summary>One curve for each that was tried; x in per cent, y in nats, the best of equal changes.</summary>
    public static IReadOnlyList<Curve> Of(IEnumerable<Trial> trials)
    {
        var found = trials.Where(trial => !trial.IsFitted).ToList();
        return
        [
            .. Families
                .Select(family => new Curve(family.Name, [.. found.Where(family.Has).GroupBy(family.Factor)
                    .OrderBy(change => change.Key)
                    .Select(change => ToPoint(change.Key, change.Max(trial => trial.Score)))]))
                .Where(curve => curve.Points.Count > 1),
        ];
    }

    private static Point ToPoint(double factor, double score)
    {
        var percent = 100 * (factor - 1);
        return new Point(percent, score, FormattableString.Invariant($"{percent:+0.0;-0.0;0} %: {score:0.0} nats"));
    }

    private static bool IsOther(Trial trial) =>
        !IsSame(trial.TimeFactor, trial.FrequencyFactor)
        && !IsSame(trial.TimeFactor, 1) && !IsSame(trial.FrequencyFactor, 1);

    private static bool IsSame(double a, double b) => Math.Abs(a - b) < Nothing;
}
