namespace Earmark.Cli.Contracts;

/// <summary>Best guesses of about the same confidence, and the share of them that is right.</summary>
internal sealed record EvalReliabilityLine(
    double ConfidenceFrom, double ConfidenceTo, int Guesses, double? MeanConfidence, double? RightShare);
