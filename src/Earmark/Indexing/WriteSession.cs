namespace Earmark.Indexing;

/// <summary>The writing side of an open library: its home's writer, and the merges beside it.</summary>
/// <remarks>For any number of threads: they wait for each other, but not for a merge.</remarks>
internal sealed class WriteSession : IDisposable
{
    private readonly Lock _gate = new();

    // Held while a caller's own thread does the merging. Taken before the gate.
    private readonly Lock _upkeep = new();
    private readonly IIndexWriter _writer;
    private readonly IReadOnlyList<IDisposable> _held;
    private readonly MergeWorker _merges;
    private readonly TimeSpan _closeWait;
    private bool _isClosed;

    /// <param name="held">What the writer needs, to be disposed of in that order once it is done.</param>
    /// <param name="closeWait">How long a merge that is at work may take to end when it is closed.</param>
    public WriteSession(IIndexWriter writer, IReadOnlyList<IDisposable> held, TimeSpan closeWait)
    {
        _writer = writer;
        _held = held;
        _merges = new MergeWorker(writer, _gate);
        _closeWait = closeWait;
    }

    /// <summary>Makes a change; durable on return. What is due after it begins then.</summary>
    public void Write(Action<IIndexWriter> change)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(TrackIndex));
            change(_writer);
            try
            {
                _writer.WriteFullLog();
            }
            catch (Exception e) when (LibraryFault.Covers(e) || e is LibraryException)
            {
                // The change is durable. What keeps the log from becoming a segment is said by Flush, and by the next
                // change as soon as it keeps that from being stored.
            }

            if (_writer.TakeMergeOwed())
            {
                _merges.Start();
            }
        }
    }

    /// <summary>Turns all of the log into segments and waits until nothing is left to merge.</summary>
    /// <param name="isAtRest">Whether small segments should become one, too.</param>
    public void Flush(bool isAtRest, CancellationToken ct)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(TrackIndex));
            _writer.SettleLog();
            _merges.Retry(isAtRest);
        }

        _merges.WaitUntilIdle(ct);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(TrackIndex));
            _writer.GiveBackSpace(all: false);
        }
    }

    /// <summary>
    /// Makes as few segments of all as their largest size allows, without what is dead, and gives back what space it
    /// can.
    /// </summary>
    /// <param name="advance">Is told the share that is done, 0 … 1.</param>
    public void Compact(Action<double>? advance, CancellationToken ct) => WithoutMerges(() =>
    {
        lock (_gate)
        {
            _writer.WriteAllLog();
        }

        var lastTrack = 0L;
        while (Next(lastTrack, out var share) is { } merge)
        {
            lastTrack = merge.LastTrack;
            _merges.Run(merge, done => advance?.Invoke(share.Before + (done * share.Own)), ct);
        }

        ct.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _writer.GiveBackSpace(all: true);
        }

        IMerge? Next(long after, out (double Before, double Own) share)
        {
            lock (_gate)
            {
                return _writer.BeginCompaction(after, out share);
            }
        }
    });

    /// <summary>Removes all tracks, and returns how many there were.</summary>
    public int Clear()
    {
        var count = 0;
        WithoutMerges(() =>
        {
            lock (_gate)
            {
                count = _writer.Clear();
                _writer.GiveBackSpace(all: true);
            }
        });
        return count;
    }

    /// <summary>Turns the log into a segment, where it can; a merge at work may have some time to end.</summary>
    /// <remarks>To be called once.</remarks>
    public void Dispose()
    {
        lock (_upkeep)
        {
            Close();
        }
    }

    private void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            try
            {
                _writer.SettleLog();
                _writer.GiveBackSpace(all: false);
            }
            catch (Exception e) when (LibraryFault.Covers(e) || e is LibraryException)
            {
                // Nothing is lost: the log holds what no segment could take.
            }
        }

        _merges.Pause(_closeWait);
        _merges.Dispose();
        foreach (var held in _held)
        {
            held.Dispose();
        }
    }

    private void WithoutMerges(Action work)
    {
        lock (_upkeep)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isClosed, typeof(TrackIndex));
            }

            _merges.Pause(TimeSpan.Zero);
            try
            {
                work();
            }
            finally
            {
                lock (_gate)
                {
                    _merges.Resume();
                }
            }
        }
    }
}
