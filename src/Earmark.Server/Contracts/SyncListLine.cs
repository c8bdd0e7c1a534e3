namespace Earmark.Server.Contracts;

/// <summary>How takes of one event lie beside each other; the first is the one to go by.</summary>
internal sealed record SyncListLine(IReadOnlyList<SyncLine> Items);
