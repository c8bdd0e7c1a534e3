using System.Text.Json;
using Earmark.Comparing;
using Earmark.Server.Contracts;

namespace Earmark.Server.Jobs;

/// <summary>Takes of one event, and how they lie beside each other.</summary>
internal sealed class SyncJob(IReadOnlyList<string> takes) : Job("sync", takes)
{
    private JobResult? _result;

    public override JobResult? Result => _result;

    public override async Task RunAsync(ServerState state, CancellationToken end)
    {
        var placed = await Synchronizer.SyncAsync(Line.Paths, end);
        var lines = placed.Select(take => CompareMap.ToLine(take, ffmpeg: null)).ToList();
        _result = new JobResult(
            JsonSerializer.SerializeToUtf8Bytes(new SyncListLine(lines), ServerJson.Wire.SyncListLine),
            CompareCsv.SyncHeader,
            [.. lines.Select(CompareCsv.Fields)]);
        Change(line => line with
        {
            Found = placed.Count(take => take.IsPlaced),
            DurationS = Math.Round(placed.Sum(take => take.Duration.TotalSeconds), 3),
        });
    }
}
