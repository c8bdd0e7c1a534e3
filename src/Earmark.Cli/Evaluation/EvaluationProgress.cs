namespace Earmark.Cli.Evaluation;

/// <summary>How far an evaluation has come.</summary>
/// <param name="Stage">What it is doing.</param>
/// <param name="Done">Of <paramref name="Total"/>.</param>
/// <param name="Total">0 where that is not counted.</param>
internal sealed record EvaluationProgress(string Stage, int Done, int Total);
