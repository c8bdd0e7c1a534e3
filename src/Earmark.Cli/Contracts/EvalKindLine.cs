namespace Earmark.Cli.Contracts;

/// <summary>Unknown clips of one kind under one condition, at all lengths, and how many were given a name.</summary>
/// <param name="Kind">"left out", "foreign", or that with the folder within the one given: "foreign/speech".</param>
internal sealed record EvalKindLine(
    string Kind,
    string Condition,
    int UnknownClips,
    int FalseAccepts,
    double? FalseAcceptShare,
    double? FalseAcceptLow,
    double? FalseAcceptHigh);
