using Earmark.Cli.Degrading;

namespace Earmark.Cli.Evaluation;

/// <summary>One condition at one length.</summary>
internal sealed record Cell(Condition Condition, double Length, Score Score);
