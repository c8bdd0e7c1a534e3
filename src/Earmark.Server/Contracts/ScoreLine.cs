namespace Earmark.Server.Contracts;

/// <summary>What the score of a track is made of, and what of it is left. In nats.</summary>
/// <param name="StartS">Where in the clip the first of the seconds begins.</param>
/// <param name="BySecond">What each second adds, by the cells where the track's peaks should be.</param>
/// <param name="Peaks">What peaks that both have add.</param>
/// <param name="Penalty">What was taken off because many changes of speed and pitch were tried.</param>
/// <param name="Chance">What chance finds in this clip.</param>
/// <param name="Alike">What a track that is merely alike may score beyond that.</param>
/// <param name="Margin">What is left of the score above both; what decides.</param>
internal sealed record ScoreLine(
    string RefId,
    double StartS,
    IReadOnlyList<double> BySecond,
    double Peaks,
    double Penalty,
    double Chance,
    double Alike,
    double Margin);
