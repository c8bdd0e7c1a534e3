namespace Earmark.Server.Contracts;

/// <summary>The sources that are monitored, in the order in which the server was told of them.</summary>
internal sealed record SourceListLine(IReadOnlyList<SourceLine> Items);
