namespace Earmark.Monitoring;

/// <summary>An event as a <see cref="PlayLog"/> keeps it.</summary>
/// <param name="Id">Its number in that log: rises, and is never used again.</param>
/// <param name="Event">What happened; of its track what was known then, whether it is still stored or not.</param>
public sealed record LoggedEvent(long Id, MonitorEvent Event);
