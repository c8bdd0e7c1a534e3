namespace Earmark.Server.Contracts;

/// <summary>Tracks of the library that are copies, excerpts or parts of others.</summary>
/// <param name="Groups">How many recordings there are copies of.</param>
/// <param name="Items">The pairs, the longest overlap first.</param>
internal sealed record DedupListLine(int Groups, IReadOnlyList<DedupLine> Items);
