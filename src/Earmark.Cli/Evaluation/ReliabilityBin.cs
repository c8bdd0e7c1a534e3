namespace Earmark.Cli.Evaluation;

/// <summary>Best guesses of about the same confidence, accepted or not, and how many of them were right.</summary>
/// <param name="Low">Least confidence in it.</param>
/// <param name="High">Confidence above all in it, but for the last bin, which ends with 1.</param>
/// <param name="MeanConfidence">NaN where it is empty.</param>
internal sealed record ReliabilityBin(double Low, double High, double MeanConfidence, Proportion Right)
{
    private static readonly double[] Edges = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1];

    /// <summary>All bins, from low to high confidence. A guess at an unknown clip is never right.</summary>
    public static IReadOnlyList<ReliabilityBin> Of(IReadOnlyCollection<Trial> trials) =>
    [
        .. Edges.Zip(Edges.Skip(1)).Select(edges =>
        {
            var inside = trials.Where(trial => trial.EValue is not null
                && trial.Confidence >= edges.First
                && (trial.Confidence < edges.Second || edges.Second == 1)).ToList();
            return new ReliabilityBin(
                edges.First,
                edges.Second,
                inside.Select(trial => trial.Confidence).DefaultIfEmpty(double.NaN).Average(),
                new Proportion(inside.Count(trial => trial.IsKnown && trial.IsGuessRight), inside.Count));
        }),
    ];
}
