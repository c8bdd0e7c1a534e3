namespace Earmark.Cli.Contracts;

/// <summary>Shares of clips if best guesses up to an E-value were accepted.</summary>
internal sealed record EvalThresholdLine(
    double EValue,
    double? Recall,
    double? Wrong,
    int FalseAccepts,
    double? FalseAcceptShare,
    double? FalseAcceptLow,
    double? FalseAcceptHigh);
