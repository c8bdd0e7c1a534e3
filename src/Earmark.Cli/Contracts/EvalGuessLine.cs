namespace Earmark.Cli.Contracts;

/// <summary>A clip that was not answered as it should be, and the best guess about it, accepted or not.</summary>
/// <param name="Recording">
/// Ref id of the track that it was cut from, or the path of a recording within the foreign folder.
/// </param>
/// <param name="PlaceS">Where in it the clip begins.</param>
/// <param name="RefId">The track guessed; null where there is no guess.</param>
/// <param name="OffsetS">Where in that the clip is said to begin.</param>
/// <param name="TimeFactor">How much faster than that it is said to play.</param>
internal sealed record EvalGuessLine(
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
