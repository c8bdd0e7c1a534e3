namespace Earmark.Server.Contracts;

/// <summary>What was heard on monitored sources between two times.</summary>
/// <param name="Sources">Those of which anything is known then.</param>
/// <param name="Items">Plays that are over, what lies between them, and losses, by when they begin.</param>
/// <param name="IsComplete">Whether that is all; else ask about less time.</param>
internal sealed record TimelineLine(
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyList<string> Sources,
    IReadOnlyList<MonitorLine> Items,
    bool IsComplete);
