using Earmark.Audio;
using Earmark.Cli.Output;
using Earmark.Monitoring;
using Earmark.Server;
using Earmark.Server.Webhooks;

namespace Earmark.Cli.Verbs;

/// <summary>One run of `monitor`: listens to all sources at once, writes, keeps and posts what happens.</summary>
internal sealed class MonitorRun : IDisposable
{
    private readonly Library _library;
    private readonly IReadOnlyList<MonitorSource> _sources;
    private readonly MonitorSettings _settings;
    private readonly Terminal _terminal;
    private readonly MonitorWriter _writer;
    private readonly PlayLog? _log;
    private readonly Lock _telling = new();
    private bool _isFaulty;

    // Events that the log had no room for; null while it has.
    private int? _unkeptCount;

    /// <exception cref="LibraryException">The library or its log cannot be opened.</exception>
    public MonitorRun(
        string folder,
        IReadOnlyList<MonitorSource> sources,
        MonitorSettings settings,
        OutputFormat format,
        Terminal terminal)
    {
        (_sources, _settings, _terminal) = (sources, settings, terminal);
        _writer = new MonitorWriter(terminal, format, settings.TellsAll, sources.Count > 1);
        _library = Library.Open(folder, new LibraryOptions { ReadOnly = true });
        try
        {
            _log = settings.KeepsLog ? PlayLog.Open(OwnFolder.Of(folder)) : null;
        }
        catch (LibraryException e) when (settings.Webhook is null)
        {
            // A library on a medium that cannot be written is as good to ask.
            terminal.Note($"earmark: {e.Message} Plays are not kept.");
        }
        catch
        {
            _library.Dispose();
            throw;
        }
    }

    /// <summary>Runs until all sources have ended, or it is interrupted. Returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        _writer.Begin();
        using var sender = _settings.Webhook is { } webhook
            ? new WebhookSender(webhook, _log!, line => _terminal.Note($"earmark: {line}"))
            : null;
        sender?.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var tracklists = await Task.WhenAll(_sources.Select(source => ListenAsync(source, sender, stop)));
        foreach (var (source, tracklist) in _sources.Zip(tracklists))
        {
            // Of what could not be opened there is nothing to list, and no file to be written over.
            if (tracklist is not null)
            {
                _writer.Write(tracklist, source.Name);
                _settings.Files.ToList().ForEach(file => Write(file, tracklist));
            }
        }

        if (sender is not null)
        {
            await sender.FinishAsync();
        }

        return _isFaulty ? ExitCode.Error
            : tracklists.Any(tracklist => tracklist?.PlayCount > 0) ? ExitCode.Success
            : ExitCode.NoMatch;
    }

    public void Dispose()
    {
        _log?.Dispose();
        _library.Dispose();
    }

    /// <summary>Listens to one source to its end; returns null where it could not be opened.</summary>
    /// <param name="stop">Ends all sources, where what is heard can no longer be told.</param>
    private async Task<Tracklist?> ListenAsync(
        MonitorSource source, WebhookSender? sender, CancellationTokenSource stop)
    {
        var tracklist = new Tracklist(source.Name);
        var isOpened = false;
        try
        {
            await foreach (var told in _library.MonitorAsync(source, _settings.Options, stop.Token))
            {
                tracklist.Add(told);
                isOpened |= told.Kind == MonitorEventKind.SourceOpened;
                Tell(told);
                sender?.Wake();
            }
        }
        catch (AudioException e)
        {
            // The other sources go on.
            _isFaulty = true;
            Failure.Report(e, _terminal);
            return isOpened ? tracklist : null;
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }

        return tracklist;
    }

    private void Write(TracklistFile file, Tracklist tracklist)
    {
        try
        {
            file.Write(tracklist);
        }
        catch (UsageException e)
        {
            // There may be another file, and events that wait to be posted.
            _isFaulty = true;
            Failure.Report(e, _terminal);
        }
    }

    private void Tell(MonitorEvent told)
    {
        lock (_telling)
        {
            var id = Keep(told);
            _writer.Write(told, id == 0 ? null : _log?.Id, id);
        }
    }

    /// <summary>Keeps an event; returns its number, 0 where there is no room: no reason to be deaf.</summary>
    private long Keep(MonitorEvent told)
    {
        try
        {
            var id = _log?.Append(told) ?? 0;
            if (_unkeptCount is { } count && id > 0)
            {
                _terminal.Note($"earmark: Plays are kept again; not in the log: {Text.Count(count, "event")}.");
                _unkeptCount = null;
            }

            return id;
        }
        catch (LibraryException e)
        {
            if (_unkeptCount is null)
            {
                var posted = _settings.Webhook is null ? "" : " nor posted";
                _terminal.Note($"earmark: {e.Message} Until then what is played is told here, and not kept{posted}.");
            }

            _unkeptCount = (_unkeptCount ?? 0) + (told.Kind == MonitorEventKind.Progress ? 0 : 1);
            return 0;
        }
    }
}
