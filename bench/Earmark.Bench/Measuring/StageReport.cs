using Earmark.Cli.Output;

namespace Earmark.Bench.Measuring;

/// <summary>Writes what the stages of the front end took.</summary>
internal sealed class StageReport(Terminal terminal)
{
    /// <summary>What recordings took, for each second of sound.</summary>
    public void Recordings(string title, Stages stages, double seconds)
    {
        var total = stages.All.Aggregate(TimeSpan.Zero, (sum, stage) => sum + stage.Time);
        Say($"{title}: {total.TotalMicroseconds / seconds:0} us CPU a second of sound, " +
            $"{seconds / total.TotalSeconds:0} x real time");
        foreach (var (name, time) in stages.All)
        {
            Say($"  {name,-12} {time.TotalMicroseconds / seconds,7:0.0} us {time / total,7:0.0%}");
        }
    }

    /// <summary>What clips took, each.</summary>
    public void Clips(string what, Stages stages, int count, int clipSeconds)
    {
        var total = stages.All.Aggregate(TimeSpan.Zero, (sum, stage) => sum + stage.Time);
        Say($"clip of {clipSeconds} s, {what}: {total.TotalMilliseconds / count:0.00} ms CPU");
        foreach (var (name, time) in stages.All)
        {
            Say($"  {name,-12} {time.TotalMilliseconds / count,7:0.00} ms {time / total,7:0.0%}");
        }
    }

    /// <summary>A line of its own.</summary>
    public void Say(string line) => terminal.Tell(line);
}
