namespace Earmark.Cli.Evaluation;

/// <summary>What the best guesses would be worth if those of at most an E-value were accepted.</summary>
/// <param name="EValue">The threshold.</param>
/// <param name="Recall">Known clips whose best guess is right and accepted.</param>
/// <param name="Wrong">Known clips whose best guess is another track and accepted.</param>
/// <param name="FalseAccepts">Unknown clips with a guess that is accepted.</param>
internal sealed record ThresholdScore(double EValue, Proportion Recall, Proportion Wrong, Proportion FalseAccepts)
{
    /// <summary>Thresholds that are reported, the most generous first.</summary>
    public static IReadOnlyList<double> EValues { get; } =
        [1, 0.3, 0.1, 0.03, 0.01, 3e-3, 1e-3, 1e-4, 1e-5, 1e-6];

    /// <summary>Decides all trials anew.</summary>
    public static ThresholdScore Of(IReadOnlyCollection<Trial> trials, double eValue)
    {
        var known = trials.Where(trial => trial.IsKnown).ToList();
        var accepted = trials.Where(trial => trial.EValue <= eValue).ToList();
        return new ThresholdScore(
            eValue,
            new Proportion(accepted.Count(trial => trial.IsKnown && trial.IsGuessRight), known.Count),
            new Proportion(accepted.Count(trial => trial.IsKnown && !trial.IsGuessRight), known.Count),
            new Proportion(accepted.Count(trial => !trial.IsKnown), trials.Count - known.Count));
    }
}
