using System.Text.Json;
using Earmark.Comparing;
using Earmark.Server.Contracts;

namespace Earmark.Server.Jobs;

/// <summary>Two recordings, and what they share.</summary>
internal sealed class SameJob(string a, string b) : Job("same", [a, b])
{
    private JobResult? _result;

    public override JobResult? Result => _result;

    public override async Task RunAsync(ServerState state, CancellationToken end)
    {
        var line = CompareMap.ToLine(await Comparison.OfAsync(a, b, end));
        _result = new JobResult(
            JsonSerializer.SerializeToUtf8Bytes(line, ServerJson.Wire.SameLine),
            CompareCsv.SameHeader,
            [.. CompareCsv.Fields(line)]);
        Change(now => now with { Found = line.Stretches.Count, DurationS = line.ADurationS + line.BDurationS });
    }
}
