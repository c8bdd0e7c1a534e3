namespace Earmark.Server.Contracts;

/// <summary>What somebody has to say of an answer.</summary>
internal sealed record VerdictLine(bool IsWrong);
