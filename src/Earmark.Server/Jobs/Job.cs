using Earmark.Server.Contracts;

namespace Earmark.Server.Jobs;

/// <summary>Files and folders that are being stored, and how far that is.</summary>
internal sealed class Job : IProgress<StoreProgress>, IDisposable
{
    /// <summary>Failures that are listed; of a folder with nothing else, more say nothing new.</summary>
    private const int FailuresMax = 200;

    private readonly Lock _gate = new();
    private readonly List<StoreLine> _failures = [];
    private readonly CancellationTokenSource _cancellation = new();
    private JobLine _line;

    public Job(string id, IReadOnlyList<string> paths, DateTimeOffset at)
    {
        _line = new JobLine(id, "waiting", null, paths, at, 0, 0, 0, 0, 0, 0, 0, []);
    }

    /// <summary>Where it is now.</summary>
    public JobLine Line
    {
        get
        {
            lock (_gate)
            {
                return _line with { Failures = [.. _failures] };
            }
        }
    }

    public bool IsOver => Line.Status is not ("waiting" or "running");

    public CancellationToken Cancelled => _cancellation.Token;

    public void Cancel() => _cancellation.Cancel();

    public void Begin() => Change(line => line with { Status = "running" });

    public void End(string status, string? reason = null) =>
        Change(line => line with { Status = status, Reason = reason });

    public void Report(StoreProgress value) => Change(line => line with
    {
        FilesDone = value.FilesDone,
        FilesTotal = value.FilesTotal,
        DurationS = Map.Time(value.AudioDone.TotalSeconds),
    });

    public void Add(StoreResult result)
    {
        lock (_gate)
        {
            if (result.Status == StoreStatus.Failed && _failures.Count < FailuresMax)
            {
                _failures.Add(Map.ToLine(result));
            }
        }

        Change(line => result.Status switch
        {
            StoreStatus.Stored => line with { Stored = line.Stored + 1 },
            StoreStatus.Replaced => line with { Replaced = line.Replaced + 1 },
            StoreStatus.Skipped => line with { Skipped = line.Skipped + 1 },
            _ => line with { Failed = line.Failed + 1 },
        });
    }

    public void Dispose() => _cancellation.Dispose();

    private void Change(Func<JobLine, JobLine> change)
    {
        lock (_gate)
        {
            _line = change(_line);
        }
    }
}
