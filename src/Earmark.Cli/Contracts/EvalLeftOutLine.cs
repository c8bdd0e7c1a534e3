namespace Earmark.Cli.Contracts;

/// <summary>A condition or a file that was not used, and why.</summary>
internal sealed record EvalLeftOutLine(string Name, string Reason);
