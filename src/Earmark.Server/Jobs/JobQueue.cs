using System.Globalization;
using System.Threading.Channels;
using Earmark.Server.Http;

namespace Earmark.Server.Jobs;

/// <summary>Stores what it is given, one job after the other.</summary>
internal sealed class JobQueue : IAsyncDisposable
{
    private const int WaitingMax = 16;

    /// <summary>Jobs that are remembered.</summary>
    private const int KeptMax = 100;

    private readonly ServerState _state;
    private readonly Channel<Job> _waiting = Channel.CreateBounded<Job>(WaitingMax);
    private readonly List<Job> _jobs = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private int _lastId;

    public JobQueue(ServerState state)
    {
        _state = state;
        _work = Task.Run(WorkAsync);
    }

    /// <summary>All that are remembered, newest first.</summary>
    public IReadOnlyList<Job> All
    {
        get
        {
            lock (_jobs)
            {
                return [.. Enumerable.Reverse(_jobs)];
            }
        }
    }

    /// <summary>How many are not over.</summary>
    public int Waiting => All.Count(job => !job.IsOver);

    /// <summary>The job of that id, or null.</summary>
    public Job? Find(string id) => All.FirstOrDefault(job => job.Line.Id == id);

    /// <summary>Has files and folders stored, once those before are.</summary>
    /// <exception cref="ProblemException">Too many wait already.</exception>
    public Job Add(IReadOnlyList<string> paths)
    {
        lock (_jobs)
        {
            var id = (_lastId + 1).ToString(CultureInfo.InvariantCulture);
            var job = new Job(id, paths, _state.Time.GetUtcNow());
            if (!_waiting.Writer.TryWrite(job))
            {
                job.Dispose();
                throw new ProblemException(503, "overloaded", $"{WaitingMax} jobs wait already; try again later.")
                {
                    RetryAfter = 30,
                };
            }

            _lastId++;
            _jobs.Add(job);
            if (_jobs.Count > KeptMax && _jobs[0].IsOver)
            {
                _jobs.RemoveAt(0);
            }

            return job;
        }
    }

    /// <summary>Ends the job at work; what it has stored stays.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _stop.CancelAsync();
        await _work;
        foreach (var job in All)
        {
            job.Dispose();
        }

        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var job in _waiting.Reader.ReadAllAsync(_stop.Token))
            {
                await RunAsync(job);
            }
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }

    private async Task RunAsync(Job job)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(job.Cancelled, _stop.Token);
        try
        {
            end.Token.ThrowIfCancellationRequested();
            job.Begin();
            await _state.Writer.WriteAsync(async library =>
            {
                var options = new StoreOptions { Threads = Math.Max(1, Environment.ProcessorCount / 2) };
                await foreach (var result in library.StoreAllAsync(job.Line.Paths, options, job, end.Token))
                {
                    job.Add(result);
                }

                return true;
            });
            job.End("done");
        }
        catch (OperationCanceledException)
        {
            job.End("cancelled");
        }
        catch (LibraryException e)
        {
            job.End("failed", e.Message);
        }
        catch (Exception e)
        {
            _state.Note($"Job {job.Line.Id} failed: {e}");
            job.End("failed", "This should not have happened; the server's log says more.");
        }
    }
}
