using Earmark.Server.Contracts;

namespace Earmark.Server.Jobs;

/// <summary>Files and folders that are being stored.</summary>
internal sealed class StoreJob(IReadOnlyList<string> paths) : Job("store", paths), IProgress<StoreProgress>
{
    /// <summary>Failures that are listed; of a folder with nothing else, more say nothing new.</summary>
    private const int FailuresMax = 200;

    private readonly List<StoreLine> _failures = [];

    public override bool Writes => true;

    public override async Task RunAsync(ServerState state, CancellationToken end) =>
        await state.Writer.WriteAsync(async library =>
        {
            var options = new StoreOptions { Threads = Math.Max(1, Environment.ProcessorCount / 2) };
            await foreach (var result in library.StoreAllAsync(Line.Paths, options, this, end))
            {
                Add(result);
            }

            return true;
        });

    public void Report(StoreProgress value) => Change(line => line with
    {
        FilesDone = value.FilesDone,
        FilesTotal = value.FilesTotal,
        DurationS = Map.Time(value.AudioDone.TotalSeconds),
        Progress = Math.Round((double)value.FilesDone / Math.Max(1, value.FilesTotal), 3),
    });

    private void Add(StoreResult result) => Change(line =>
    {
        if (result.Status == StoreStatus.Failed && _failures.Count < FailuresMax)
        {
            _failures.Add(Map.ToLine(result));
        }

        return result.Status switch
        {
            StoreStatus.Stored => line with { Stored = line.Stored + 1 },
            StoreStatus.Replaced => line with { Replaced = line.Replaced + 1 },
            StoreStatus.Skipped => line with { Skipped = line.Skipped + 1 },
            _ => line with { Failed = line.Failed + 1, Failures = _failures },
        };
    });
}
