namespace Earmark.Cli.Contracts;

/// <summary>What became of one track that was to be deleted.</summary>
internal sealed record DeleteLine(string RefId, bool Deleted);
