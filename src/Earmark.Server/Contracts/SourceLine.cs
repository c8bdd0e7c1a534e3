namespace Earmark.Server.Contracts;

/// <summary>A source that is monitored, and how it is with it now.</summary>
/// <param name="Id">Its number among those of this server; null for one that another process monitors.</param>
/// <param name="Source">Its name, as events have it.</param>
/// <param name="Status">
/// "connecting", "listening", "lost", "ended" or "failed"; "elsewhere" where another process monitors it.
/// </param>
/// <param name="Since">When it was first heard; null where it was not yet.</param>
/// <param name="HeardS">How far it was heard, in seconds from then.</param>
/// <param name="Message">What is wrong, in a sentence; null where nothing is.</param>
/// <param name="Now">What plays on it, as far as is known; not final. Null where nothing is named.</param>
/// <param name="Plays">Plays that are over, since this server monitors it.</param>
internal sealed record SourceLine(
    int? Id,
    string Source,
    string Status,
    bool IsLive,
    DateTimeOffset? Since,
    double HeardS,
    string? Message,
    MonitorLine? Now,
    int Plays);
