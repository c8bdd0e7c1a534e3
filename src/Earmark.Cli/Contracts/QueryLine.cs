namespace Earmark.Cli.Contracts;

/// <summary>The answer to one clip.</summary>
/// <param name="Decision">"match", "none" or "ambiguous".</param>
/// <param name="Matches">Accepted matches, best first.</param>
internal sealed record QueryLine(
    string Query, double DurationS, string Decision, IReadOnlyList<MatchLine> Matches, SecondsLine Seconds);
