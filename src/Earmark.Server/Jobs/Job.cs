using Earmark.Server.Contracts;

namespace Earmark.Server.Jobs;

/// <summary>Something that takes a while, and how far it is.</summary>
internal abstract class Job : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private JobLine _line;

    protected Job(string kind, IReadOnlyList<string> paths) =>
        _line = new JobLine("", kind, "waiting", null, paths, default, null, 0, 0, 0, 0, 0, 0, 0, 0, []);

    /// <summary>Where it is now.</summary>
    public JobLine Line
    {
        get
        {
            lock (_gate)
            {
                return _line with { Failures = [.. _line.Failures] };
            }
        }
    }

    public bool IsOver => Line.Status is not ("waiting" or "running");

    public CancellationToken Cancelled => _cancellation.Token;

    /// <summary>Whether it changes the library: such wait for each other, and others do not wait for them.</summary>
    public virtual bool Writes => false;

    /// <summary>What it has found so far; null where it finds nothing but is done.</summary>
    public virtual JobResult? Result => null;

    /// <summary>Does it.</summary>
    public abstract Task RunAsync(ServerState state, CancellationToken end);

    /// <summary>Says what it is called, and that it waits.</summary>
    public void Enter(string id, DateTimeOffset at) => Change(line => line with { Id = id, At = at });

    public void Cancel() => _cancellation.Cancel();

    public void Begin() => Change(line => line with { Status = "running" });

    public void End(string status, string? reason = null) => Change(line => line with
    {
        Status = status,
        Reason = reason,
        Progress = status == "done" ? 1 : line.Progress,
    });

    /// <summary>Lets go of what it was given: it is over, or will never begin.</summary>
    public virtual ValueTask ReleaseAsync() => ValueTask.CompletedTask;

    public void Dispose() => _cancellation.Dispose();

    protected void Change(Func<JobLine, JobLine> change)
    {
        lock (_gate)
        {
            _line = change(_line);
        }
    }
}
