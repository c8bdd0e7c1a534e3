using System.Diagnostics;
using Earmark.Bench.Measuring;
using Earmark.Cli.Output;

namespace Earmark.Bench.Serving;

/// <summary>Has one load sent to a server, and says what came of it and what it took of both.</summary>
internal sealed class LoadRun(ServerProcess server, LoadGenerator generator, Terminal terminal)
{
    /// <summary>Sends a load and says so; returns how many were answered a second.</summary>
    public async Task<double> TellAsync(string what, Func<LoadGenerator, Task<List<Sent>>> send)
    {
        var (serverCpu, ownCpu) = (server.CpuTime(), Environment.CpuUsage.TotalTime);
        var began = Stopwatch.GetTimestamp();
        var sent = await send(generator);
        var wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
        (serverCpu, ownCpu) = (server.CpuTime() - serverCpu, Environment.CpuUsage.TotalTime - ownCpu);

        var answered = sent.Where(one => one.Status == 200).ToList();
        var perSecond = answered.Count / wall;
        terminal.Tell(
            $"{what}: {sent.Count} sent, {answered.Count} answered in {wall:0.0} s: {perSecond:0.0} a second");
        terminal.Tell($"  from due to answered, {Latencies(answered)}");
        terminal.Tell($"  processor time a request, ms: server {1000 * serverCpu.TotalSeconds / sent.Count:0.0}, " +
            $"this generator {1000 * ownCpu.TotalSeconds / sent.Count:0.0}; " +
            $"both had {(serverCpu + ownCpu).TotalSeconds / wall:0.00} of {Environment.ProcessorCount} cores");
        SayRight("clean", answered.Where(one => !one.IsHard).ToList());
        SayRight("hard", answered.Where(one => one.IsHard).ToList());
        if (answered.Count < sent.Count)
        {
            var headedOff = sent.Where(one => one.IsHeadedOff).ToList();
            terminal.Tell($"  turned away with Retry-After: {headedOff.Count}, " +
                $"{Latencies(headedOff)}; " +
                $"anything else: {sent.Count - answered.Count - headedOff.Count}");
        }

        terminal.Tell(
            $"  the server has {server.Memory() / 1e6:0} MB of its own and {server.OpenFiles().Count()} files open");
        return perSecond;
    }

    private static string Latencies(IEnumerable<Sent> sent) =>
        "ms, p50 / p95 / p99 / max: " + new Percentiles(sent.Select(one => one.Latency.TotalMilliseconds)).Say("0");

    private void SayRight(string kind, List<Sent> answered)
    {
        if (answered.Count > 0)
        {
            var right = answered.Count(one => one.IsRight);
            terminal.Tell($"  {kind}: {right} of {answered.Count} named as they should be, {Latencies(answered)}");
        }
    }
}
