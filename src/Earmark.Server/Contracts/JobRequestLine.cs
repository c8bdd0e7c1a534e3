namespace Earmark.Server.Contracts;

/// <summary>Files and folders of the server that are to be stored.</summary>
internal sealed record JobRequestLine(IReadOnlyList<string>? Paths);
