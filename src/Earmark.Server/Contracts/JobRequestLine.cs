namespace Earmark.Server.Contracts;

/// <summary>What is to be done with files and folders of the server.</summary>
/// <param name="Kind">As in <see cref="JobLine.Kind"/>; null for "store".</param>
/// <param name="Paths">Below the roots; none for "dedup", which is about the library.</param>
internal sealed record JobRequestLine(string? Kind, IReadOnlyList<string>? Paths);
