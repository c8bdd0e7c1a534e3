namespace Earmark.Cli.Contracts;

/// <summary>An unknown clip that was given a name.</summary>
/// <param name="Recording">Ref id of the track left out, or the path of a recording within the foreign folder.</param>
/// <param name="PlaceS">Where in it the clip begins.</param>
/// <param name="RefId">The track named.</param>
/// <param name="OffsetS">Where in that the clip is said to begin.</param>
/// <param name="TimeFactor">How much faster than that it is said to play.</param>
internal sealed record EvalFalseAcceptLine(
    string Recording,
    string Kind,
    double PlaceS,
    string Condition,
    double LengthS,
    string? RefId,
    double OffsetS,
    double TimeFactor,
    double Score,
    double? EValue);
