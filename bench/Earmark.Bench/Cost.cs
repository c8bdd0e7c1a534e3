using System.Diagnostics;

namespace Earmark.Bench;

/// <summary>What something took: processor time of the process, all threads, and time on the clock.</summary>
internal readonly record struct Cost(TimeSpan Cpu, TimeSpan Wall)
{
    /// <summary>Does something and says what it took.</summary>
    public static Cost Of(Action action)
    {
        var (cpu, start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        action();
        return new Cost(Environment.CpuUsage.TotalTime - cpu, Stopwatch.GetElapsedTime(start));
    }

    public static Cost operator +(Cost a, Cost b) => new(a.Cpu + b.Cpu, a.Wall + b.Wall);
}
