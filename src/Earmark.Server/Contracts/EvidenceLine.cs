namespace Earmark.Server.Contracts;

/// <summary>What was nearest, accepted or not: `query --verbose`.</summary>
/// <param name="BestGuess">The best track; null where nothing was found at all.</param>
/// <param name="RunnerUp">The next best track.</param>
internal sealed record EvidenceLine(MatchLine? BestGuess, MatchLine? RunnerUp);
