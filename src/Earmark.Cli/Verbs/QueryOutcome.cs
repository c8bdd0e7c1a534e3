namespace Earmark.Cli.Verbs;

/// <summary>What became of one clip: an answer or a fault, never both.</summary>
/// <param name="Query">The name it was given by.</param>
internal sealed record QueryOutcome(string Query, QueryAnswer? Answer, Exception? Fault);
