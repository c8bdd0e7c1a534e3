using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Earmark.Audio;
using Earmark.Indexing;

namespace Earmark.Monitoring;

/// <summary>Keeps listening to one source: opens it, again and again if it is live, and tells what is played.</summary>
internal sealed class StreamMonitor
{
    /// <summary>Events that wait to be taken; listening waits when there are more.</summary>
    private const int WaitingMax = 256;

    private readonly MonitorSource _source;
    private readonly MonitorOptions _options;
    private readonly TimeProvider _time;
    private readonly FingerprintProfile _profile;
    private readonly PlayTracker _tracker;
    private readonly Channel<MonitorEvent> _events = Channel.CreateBounded<MonitorEvent>(WaitingMax);
    private readonly Guid _run = Guid.CreateVersion7();
    private DateTimeOffset? _epoch;

    public StreamMonitor(
        MonitorSource source,
        StreamSearch search,
        Func<long, Track?> findTrack,
        FingerprintProfile profile,
        MonitorOptions options,
        TimeProvider time)
    {
        (_source, _options, _time, _profile) = (source, options, time, profile);
        var patient = new PatientSearch(search, findTrack, source.IsLive, Note);
        _tracker = new PlayTracker(patient, profile, options, Tell);
    }

    /// <inheritdoc cref="Library.MonitorAsync"/>
    public async IAsyncEnumerable<MonitorEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // Whoever stops taking events ends the source, too.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var listening = Task.Factory.StartNew(
            () => Listen(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await foreach (var told in _events.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return told;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            while (_events.Reader.TryRead(out _))
            {
                // Makes room for what is told at the end.
            }

            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await listening.ConfigureAwait(false);
    }

    private void Listen(CancellationToken cancellation)
    {
        try
        {
            try
            {
                ListenAgainAndAgain(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // Asked to end: what was playing is told.
            }

            _tracker.Finish(CancellationToken.None);
            Tell(MonitorEventKind.SourceEnded, _tracker.Heard, _tracker.Heard, null);
            _events.Writer.Complete();
        }
        catch (Exception e)
        {
            _events.Writer.Complete(e);
        }
    }

    private void ListenAgainAndAgain(CancellationToken cancellation)
    {
        var retry = _options.FirstRetry;
        var told = new HashSet<string>(StringComparer.Ordinal);
        var lost = Stopwatch.StartNew();
        string? reason = null;
        while (true)
        {
            var before = _tracker.Heard;
            var failure = ListenOnce(lost, reason, cancellation);
            if (failure is null)
            {
                return;
            }

            if (_tracker.Heard > before)
            {
                // It was there: what is told now is a new loss.
                (retry, reason) = (_options.FirstRetry, failure);
                told.Clear();
            }

            // A station that is off for a night is tried a thousand times: that is told once.
            if (told.Add(failure))
            {
                Tell(MonitorEventKind.SourceLost, _tracker.Heard, _tracker.Heard, failure);
            }

            reason ??= failure;
            cancellation.WaitHandle.WaitOne(retry);
            cancellation.ThrowIfCancellationRequested();
            retry = retry * 2 < _options.LongestRetry ? retry * 2 : _options.LongestRetry;
        }
    }

    /// <summary>Listens until the source ends or breaks off.</summary>
    /// <param name="lost">Runs since the last sample.</param>
    /// <param name="reason">Why it broke off before; null if it did not.</param>
    /// <returns>Why it broke off now; null where it has come to its end.</returns>
    private string? ListenOnce(Stopwatch lost, string? reason, CancellationToken cancellation)
    {
        try
        {
            using var audio = _source.Open(Decoding(), cancellation);
            var samples = new float[_profile.SampleRate];
            var isFirst = true;
            while (audio.Read(samples) is > 0 and var count)
            {
                if (isFirst)
                {
                    Arrive(lost.Elapsed.TotalSeconds, reason);
                    isFirst = false;
                }

                _tracker.Write(samples.AsSpan(0, count), cancellation);
                lost.Restart();
            }

            return End(audio);
        }
        catch (AudioException e) when (_source.IsLive && !(_source.MustBegin && _epoch is null))
        {
            return e.Message;
        }
    }

    /// <summary>Tells that the first samples are there, for the first time or again.</summary>
    private void Arrive(double awaySeconds, string? reason)
    {
        if (_epoch is null)
        {
            _epoch = _time.GetUtcNow();
            Tell(MonitorEventKind.SourceOpened, 0, 0, null);
        }
        else if (reason is not null)
        {
            var from = _tracker.Heard;
            _tracker.Skip(awaySeconds, CancellationToken.None);
            Tell(MonitorEventKind.SourceBack, from, _tracker.Heard, reason);
        }
    }

    private string? End(AudioStream audio)
    {
        foreach (var warning in audio.Warnings)
        {
            Note(warning);
        }

        return _source.IsLive && !audio.HasStatedEnd ? $"{_source.Name} ended the connection." : null;
    }

    private AudioOptions Decoding() => _options.Decoding with
    {
        SampleRate = _profile.SampleRate,
        Start = TimeSpan.Zero,
        Duration = null,
        MaxDuration = AudioOptions.Endless,
        CpuLimit = AudioOptions.Endless,
    };

    private void Note(string message) => Tell(MonitorEventKind.Note, _tracker.Heard, _tracker.Heard, message);

    private void Tell(TrackerEvent found) => Tell(found.Kind, found.Start, found.Stop, null, found.Play);

    private void Tell(MonitorEventKind kind, double start, double stop, string? message, Play? play = null)
    {
        var told = new MonitorEvent
        {
            Kind = kind,
            Run = _run,
            Source = _source.Name,
            Start = start,
            Stop = stop,
            Message = message,
            Play = play,
            Epoch = _epoch ?? _time.GetUtcNow(),
            IsLive = _source.IsLive,
        };
        while (!_events.Writer.TryWrite(told))
        {
            if (!_events.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult())
            {
                return;
            }
        }
    }
}
