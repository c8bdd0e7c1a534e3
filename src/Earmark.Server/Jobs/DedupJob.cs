using System.Text.Json;
using Earmark.Comparing;
using Earmark.Server.Contracts;

namespace Earmark.Server.Jobs;

/// <summary>The library is looked through for copies, excerpts and parts in common.</summary>
internal sealed class DedupJob() : Job("dedup", []), IProgress<(int Done, int Total)>
{
    private JobResult? _result;

    public override JobResult? Result => _result;

    public override async Task RunAsync(ServerState state, CancellationToken end)
    {
        var threads = Math.Max(1, Environment.ProcessorCount / 2);
        var pairs = await state.Library.FindDuplicatesAsync(threads, this, end);
        var groups = DuplicateGroups.Of(pairs);
        var lines = pairs.Select(pair => CompareMap.ToLine(pair, groups)).ToList();
        _result = new JobResult(
            JsonSerializer.SerializeToUtf8Bytes(
                new DedupListLine(groups.Count, lines), ServerJson.Wire.DedupListLine),
            CompareCsv.DedupHeader,
            [.. lines.Select(CompareCsv.Fields)]);
        Change(line => line with { Found = lines.Count });
    }

    public void Report((int Done, int Total) value) => Change(line => line with
    {
        // Threads report in any order.
        Progress = Math.Max(line.Progress ?? 0, Math.Round((double)value.Done / Math.Max(1, value.Total), 3)),
    });
}
