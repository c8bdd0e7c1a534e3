using System.Globalization;
using System.Threading.Channels;
using Earmark.Audio;
using Earmark.Server.Http;

namespace Earmark.Server.Jobs;

/// <summary>Does what it is given, one job after the other; beside those that change the library, those that read.
/// </summary>
internal sealed class JobQueue : IAsyncDisposable
{
    /// <summary>Jobs of either kind that may wait; an upload of each may lie on the disk meanwhile.</summary>
    private const int WaitingMax = 16;

    /// <summary>Jobs that are remembered.</summary>
    private const int KeptMax = 100;

    private readonly ServerState _state;
    private readonly Channel<Job> _writing = Channel.CreateBounded<Job>(WaitingMax);
    private readonly Channel<Job> _reading = Channel.CreateBounded<Job>(WaitingMax);
    private readonly List<Job> _jobs = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private int _lastId;

    public JobQueue(ServerState state)
    {
        _state = state;
        _work = Task.WhenAll(Task.Run(() => WorkAsync(_writing)), Task.Run(() => WorkAsync(_reading)));
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

    /// <summary>Turns away who would send a whole recording in vain.</summary>
    /// <exception cref="ProblemException">Too many jobs that only read wait already.</exception>
    public void DemandRoom()
    {
        if (_reading.Reader.Count >= WaitingMax)
        {
            throw Refusal();
        }
    }

    /// <summary>Has something done, once what was there before is.</summary>
    /// <exception cref="ProblemException">Too many wait already.</exception>
    public Job Add(Job job)
    {
        lock (_jobs)
        {
            job.Enter((_lastId + 1).ToString(CultureInfo.InvariantCulture), _state.Time.GetUtcNow());
            if (!(job.Writes ? _writing : _reading).Writer.TryWrite(job))
            {
                job.Dispose();
                throw Refusal();
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
        _writing.Writer.TryComplete();
        _reading.Writer.TryComplete();
        await _stop.CancelAsync();
        await _work;
        foreach (var job in All)
        {
            await job.ReleaseAsync();
            job.Dispose();
        }

        _stop.Dispose();
    }

    private static ProblemException Refusal() =>
        new(503, "overloaded", $"{WaitingMax} jobs wait already; try again later.") { RetryAfter = 30 };

    private async Task WorkAsync(Channel<Job> waiting)
    {
        try
        {
            await foreach (var job in waiting.Reader.ReadAllAsync(_stop.Token))
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
            await job.RunAsync(_state, end.Token);
            job.End("done");
        }
        catch (OperationCanceledException)
        {
            job.End("cancelled");
        }
        catch (Exception e) when (e is LibraryException or AudioException)
        {
            job.End("failed", e.Message);
        }
        catch (Exception e)
        {
            _state.Note($"Job {job.Line.Id} failed: {e}");
            job.End("failed", "This should not have happened; the server's log says more.");
        }
        finally
        {
            await job.ReleaseAsync();
        }
    }
}
