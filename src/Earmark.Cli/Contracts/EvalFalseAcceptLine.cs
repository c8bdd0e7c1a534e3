namespace Earmark.Cli.Contracts;

/// <summary>An unknown clip that was given a name.</summary>
/// <param name="Recording">Ref id of the track left out, or the path of a recording within the foreign folder.</param>
/// <param name="PlaceS">Where in it the clip begins.</param>
/// <param name="RefId">The track named.</param>
internal sealed record EvalFalseAcceptLine(
    string Recording,
    string Kind,
    double PlaceS,
    string Condition,
    double LengthS,
    string? RefId,
    double Score,
    double? EValue);
