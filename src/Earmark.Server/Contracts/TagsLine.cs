namespace Earmark.Server.Contracts;

/// <summary>By what a track is to be known; null for nothing.</summary>
internal sealed record TagsLine(string? Title, string? Artist, string? Album);
