using Earmark.Monitoring;
using Earmark.Server.Contracts;
using Earmark.Server.Http;

namespace Earmark.Server.Watching;

/// <summary>All sources that this server monitors, and the log of what was heard on them.</summary>
internal sealed class SourceWatch : IAsyncDisposable
{
    /// <summary>Runs of other processes that are looked at.</summary>
    private const int RunsMax = 100;

    /// <summary>A run of which nothing was noted for longer has ended without a word.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(2);

    private readonly ServerState _state;
    private readonly List<WatchedSource> _sources = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _opening = new();
    private readonly Task _work;
    private PlayLog? _log;

    public SourceWatch(ServerState state)
    {
        _state = state;
        var options = Limits.ForMonitoring(state.Options);
        var parsed = state.Options.Monitors.Select(setting => SourceSetting.Parse(setting)!).ToList();
        if (parsed.Count > 0)
        {
            // Says at once if nothing can be kept.
            _log = PlayLog.Open(OwnFolder.Of(state.Options.Library), state.Time);
        }

        _sources.AddRange(parsed.Select((source, i) => new WatchedSource(i + 1, source, options)));
        _work = Task.WhenAll(_sources.Select(source => Task.Run(() =>
            source.RunAsync(state.Library, told => Keep(source, told), state.Note, _stop.Token))));
    }

    /// <summary>The log of the library; null where nothing was ever monitored.</summary>
    /// <exception cref="LibraryException">It cannot be used.</exception>
    public PlayLog? Log
    {
        get
        {
            lock (_opening)
            {
                var folder = OwnFolder.Of(_state.Options.Library);
                return _log ??= PlayLog.Exists(folder) ? PlayLog.Open(folder, _state.Time) : null;
            }
        }
    }

    /// <summary>How it is with every source now, also with those that `earmark monitor` listens to.</summary>
    public IReadOnlyList<SourceLine> Lines()
    {
        var own = _sources.ConvertAll(source => source.Line);
        var now = _state.Time.GetUtcNow();
        var others = (Log?.Runs(RunsMax) ?? [])
            .Where(run => !run.HasEnded && now - run.Updated < Forgotten && own.All(line => line.Source != run.Source))
            .DistinctBy(run => run.Source)
            .Select(run => new SourceLine(
                null, run.Source, "elsewhere", run.IsLive, run.Epoch, Map.Time(run.Heard), null, null, 0));
        return [.. own, .. others];
    }

    /// <summary>Ends what is monitored; what was playing is kept.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _log?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Keeps an event; a full disk does not end monitoring.</summary>
    private void Keep(WatchedSource source, MonitorEvent told)
    {
        try
        {
            _log!.Append(told);
        }
        catch (LibraryException e)
        {
            if (source.Line.Message != e.Message)
            {
                _state.Note(e.Message);
                source.Complain(e.Message);
            }
        }
    }
}
