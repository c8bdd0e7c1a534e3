namespace Earmark.Monitoring;

/// <summary>What a tracker has found out, before it is known on which source. Times in seconds.</summary>
internal sealed record TrackerEvent(MonitorEventKind Kind, double Start, double Stop, Play? Play = null);
