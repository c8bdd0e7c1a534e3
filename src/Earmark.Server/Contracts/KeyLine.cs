namespace Earmark.Server.Contracts;

/// <summary>A key, to begin a session with.</summary>
internal sealed record KeyLine(string? Key);
