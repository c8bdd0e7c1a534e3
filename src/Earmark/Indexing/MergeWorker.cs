using System.Runtime.ExceptionServices;

namespace Earmark.Indexing;

/// <summary>Merges segments on a thread of its own, one merge at a time, while others store and search.</summary>
/// <remarks>
/// Only the choice of a merge and its commit need <paramref name="gate"/>, the lock on the writer. What fails is not
/// tried again before <see cref="Retry"/>, so that a damaged segment does not cost a merge after every track.
/// </remarks>
internal sealed class MergeWorker(IIndexWriter writer, Lock gate) : IDisposable
{
    private Task _running = Task.CompletedTask;
    private CancellationTokenSource _abandon = new();

    // Guarded by the gate. A pause ends the work after the merge that runs.
    private bool _isRunning;
    private bool _isPaused;
    private bool _isAtRest;
    private Exception? _failure;

    /// <summary>Begins the merges that are due, unless it is at it already. Under the gate.</summary>
    public void Start() => Start(isAtRest: false);

    /// <summary>Forgets a failure and begins anew. Under the gate.</summary>
    /// <param name="isAtRest">Whether small segments should become one, too, until nothing is left to merge.</param>
    public void Retry(bool isAtRest = false)
    {
        _failure = null;
        _isAtRest |= isAtRest;
        Start(isAtRest);
    }

    /// <summary>Waits until nothing is left to merge, and throws what kept it from that. Not under the gate.</summary>
    /// <exception cref="OperationCanceledException">The wait was given up; the merging goes on.</exception>
    public void WaitUntilIdle(CancellationToken ct)
    {
        _running.Wait(ct);
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Begins no more merges, and gives up the one that runs where it is not done in time.</summary>
    /// <remarks>Not under the gate. What was half written is removed.</remarks>
    public void Pause(TimeSpan patience)
    {
        lock (gate)
        {
            _isPaused = true;
        }

        if (!_running.Wait(patience))
        {
            _abandon.Cancel();
            _running.Wait(CancellationToken.None);
        }
    }

    /// <summary>Ends a pause. Under the gate.</summary>
    public void Resume()
    {
        _abandon.Dispose();
        _abandon = new CancellationTokenSource();
        _isPaused = false;
        Retry();
    }

    /// <inheritdoc/>
    public void Dispose() => _abandon.Dispose();

    private void Start(bool isAtRest)
    {
        if (_isRunning || _isPaused || _failure is not null)
        {
            return;
        }

        _isAtRest = isAtRest;
        try
        {
            // Chosen here and not by the thread: what it works on must not depend on when that gets to run.
            if (writer.BeginMerge(isAtRest) is { } merge)
            {
                _isRunning = true;
                _running = Task.Factory.StartNew(
                    () => Run(merge), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
        }
        catch (Exception e) when (LibraryFault.Covers(e) || e is LibraryException)
        {
            _failure = e;
        }
    }

    private void Run(IMerge first)
    {
        try
        {
            for (var merge = first; merge is not null; merge = Next())
            {
                Run(merge, advance: null, _abandon.Token);
            }
        }
        catch (OperationCanceledException)
        {
            lock (gate)
            {
                _isRunning = false;
            }
        }
        catch (Exception e)
        {
            // Nobody waits for this thread: who flushes or compacts next is told.
            lock (gate)
            {
                _isRunning = false;
                _failure = e;
            }
        }
    }

    /// <summary>Does one merge on this thread. Not under the gate, and with no other merge at work.</summary>
    public void Run(IMerge merge, Action<double>? advance, CancellationToken ct)
    {
        using (merge)
        {
            merge.Write(advance, ct);
            lock (gate)
            {
                writer.Commit(merge);
            }
        }

        merge.DeleteSources();
    }

    private IMerge? Next()
    {
        lock (gate)
        {
            var merge = _isPaused ? null : writer.BeginMerge(_isAtRest);
            _isRunning = merge is not null;
            return merge;
        }
    }
}
