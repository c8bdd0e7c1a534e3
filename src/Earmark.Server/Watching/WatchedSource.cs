using Earmark.Audio;
using Earmark.Monitoring;
using Earmark.Server.Contracts;

namespace Earmark.Server.Watching;

/// <summary>One source that this server monitors, and how it is with it.</summary>
internal sealed class WatchedSource(int id, MonitorSource source, MonitorOptions options)
{
    private readonly Lock _gate = new();
    private SourceLine _line = new(id, source.Name, "connecting", source.IsLive, null, 0, null, null, 0);

    /// <summary>How it is now.</summary>
    public SourceLine Line
    {
        get
        {
            lock (_gate)
            {
                return _line;
            }
        }
    }

    /// <summary>Monitors it until it ends, or is to.</summary>
    /// <param name="keep">Is told every event, in order.</param>
    /// <param name="note">Is told what whoever runs the server should know.</param>
    public async Task RunAsync(Library library, Action<MonitorEvent> keep, Action<string> note, CancellationToken end)
    {
        try
        {
            await foreach (var told in library.MonitorAsync(source, options, end))
            {
                keep(told);
                Take(told);
            }
        }
        catch (Exception e) when (e is AudioException or LibraryException)
        {
            note(e.Message);
            Change(line => line with { Status = "failed", Message = e.Message, Now = null });
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            note($"Monitoring {source.Name} failed: {e}");
            Change(line => line with
            {
                Status = "failed",
                Message = "This should not have happened; the server's log says more.",
                Now = null,
            });
        }
    }

    /// <summary>Says that something is wrong that does not end it; null for nothing any more.</summary>
    public void Complain(string? message) => Change(line => line with { Message = message });

    private void Take(MonitorEvent told) => Change(line => told.Kind switch
    {
        MonitorEventKind.SourceOpened => line with { Status = "listening", Since = told.Epoch, Message = null },
        MonitorEventKind.SourceBack => line with { Status = "listening", HeardS = Map.Time(told.Stop), Message = null },
        MonitorEventKind.SourceLost => line with { Status = "lost", Message = told.Message, Now = null },
        MonitorEventKind.SourceEnded => line with { Status = "ended", Now = null, HeardS = Map.Time(told.Stop) },
        MonitorEventKind.PlayStarted or MonitorEventKind.PlayRevised => line with { Now = NowOf(told) },
        MonitorEventKind.PlayEnded => line with
        {
            Plays = line.Plays + 1,
            Now = line.Now?.Play == told.Play?.Number ? null : line.Now,
        },
        MonitorEventKind.Progress => line with
        {
            HeardS = Map.Time(told.Stop),
            Now = NowOf(told),
        },
        MonitorEventKind.Note => line with { Message = told.Message },
        _ => line,
    });

    /// <summary>The play that an event tells of, from where it began to how far it was heard.</summary>
    private static MonitorLine? NowOf(MonitorEvent told) => told.Play is { } play
        ? MonitorMap.ToLine(told with { Start = play.Start, Stop = play.Stop })
        : null;

    private void Change(Func<SourceLine, SourceLine> change)
    {
        lock (_gate)
        {
            _line = change(_line);
        }
    }
}
