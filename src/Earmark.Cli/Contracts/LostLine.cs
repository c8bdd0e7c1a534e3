namespace Earmark.Cli.Contracts;

/// <summary>A track that must be stored again.</summary>
internal sealed record LostLine(string RefId, string? Path);
