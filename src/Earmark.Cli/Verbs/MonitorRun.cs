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
        var tracklists = await Task.WhenAll(_sources.Select(source => ListenAsync(source, sender, ct)));
        foreach (var (source, tracklist) in _sources.Zip(tracklists))
        {
            // Of what could not be opened there is nothing to list, and no file to be written over.
            if (tracklist is not null)
            {
                _writer.Write(tracklist, source.Name);
                _settings.Files.ToList().ForEach(file => file.Write(tracklist));
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
    private async Task<Tracklist?> ListenAsync(MonitorSource source, WebhookSender? sender, CancellationToken ct)
    {
        var tracklist = new Tracklist(source.Name);
        var isOpened = false;
        try
        {
            await foreach (var told in _library.MonitorAsync(source, _settings.Options, ct))
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

        return tracklist;
    }

    private void Tell(MonitorEvent told)
    {
        lock (_telling)
        {
            var id = _log?.Append(told) ?? 0;
            _writer.Write(told, _log?.Id, id);
        }
    }
}
