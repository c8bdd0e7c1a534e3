namespace Earmark.Monitoring;

/// <summary>One monitoring of one source, as a <see cref="PlayLog"/> keeps it.</summary>
/// <param name="Run">As in <see cref="MonitorEvent.Run"/>.</param>
/// <param name="Epoch">When the source's clock was at 0.</param>
/// <param name="Heard">How far it has been heard, in seconds on that clock.</param>
/// <param name="Updated">
/// When that was noted: where it is long ago and nothing has ended, its process was killed.
/// </param>
/// <param name="HasEnded">Whether it came to an end, or was ended.</param>
public sealed record LoggedRun(
    Guid Run,
    string Source,
    DateTimeOffset Epoch,
    bool IsLive,
    double Heard,
    DateTimeOffset Updated,
    bool HasEnded);
