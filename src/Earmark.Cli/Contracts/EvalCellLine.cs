namespace Earmark.Cli.Contracts;

/// <summary>One condition at one length, or all of them. Times in seconds, factor errors relative.</summary>
/// <param name="Condition">Null for all.</param>
/// <param name="LengthS">Null for all.</param>
/// <param name="Precision">Right among all answers, those to unknown clips included.</param>
/// <param name="Ambiguous">Right answers that were one of several listed as ambiguous.</param>
/// <param name="Wrong">Known clips given another name.</param>
/// <param name="FalseAccepts">Unknown clips given a name; share, and 95 % interval by Wilson.</param>
internal sealed record EvalCellLine(
    string? Condition,
    double? LengthS,
    int KnownClips,
    int Right,
    double? Recall,
    double? RecallLow,
    double? RecallHigh,
    double? Precision,
    int Ambiguous,
    int Wrong,
    int UnknownClips,
    int FalseAccepts,
    double? FalseAcceptShare,
    double? FalseAcceptLow,
    double? FalseAcceptHigh,
    double? OffsetErrorMedianS,
    double? OffsetErrorP90S,
    double? OffsetWithin100Ms,
    double? TimeFactorErrorMedian,
    double? TimeFactorErrorP90,
    double? FrequencyFactorErrorMedian,
    double? FrequencyFactorErrorP90,
    double? QueryMedianS,
    double? QueryP90S);
