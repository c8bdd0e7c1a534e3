namespace Earmark.Server.Contracts;

/// <summary>How an answer was decided: what the best tracks have left of their scores, and what was tried.</summary>
/// <param name="NeededMargin">What must be left of a score for a name, in nats.</param>
/// <param name="Scores">Of the best tracks, best first.</param>
/// <param name="Tried">
/// Changes of speed and pitch: time factor, frequency factor, and the best score under it, in nats.
/// </param>
internal sealed record ReasonsLine(
    double NeededMargin, IReadOnlyList<ScoreLine> Scores, IReadOnlyList<double[]> Tried);
