namespace Earmark.Cli.Output;

/// <summary>Arguments that are each allowed but make no sense as they are; the message is one sentence.</summary>
internal sealed class UsageException(string message) : Exception(message);
