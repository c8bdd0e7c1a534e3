using Earmark.Cli.Output;
using Spectre.Console;
using Text = Earmark.Server.Contracts.Text;

namespace Earmark.Cli.Verbs;

/// <summary>Shows how far the upkeep of a library is: a bar on a terminal, else a line now and then.</summary>
internal sealed class UpkeepWatch(Terminal terminal)
{
    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private long _lastNote = TimeProvider.System.GetTimestamp();
    private ProgressTask? _bar;

    /// <summary>Since it was made.</summary>
    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_start);

    /// <summary>Runs the work, which reports to this.</summary>
    public T Run<T>(Func<T> work)
    {
        if (!terminal.IsInteractive)
        {
            return work();
        }

        return Bar.On(terminal).Start(context =>
        {
            _bar = context.AddTask("opening the library");
            return work();
        });
    }

    /// <summary>Takes a report; from any thread.</summary>
    public void Report(string stage, long bytesDone, long bytesTotal)
    {
        lock (_gate)
        {
            if (_bar is { } bar)
            {
                bar.MaxValue = Math.Max(1, bytesTotal);
                bar.Value = bytesDone;
                bar.Description = Markup.Escape(Describe(stage, bytesDone, bytesTotal));
            }
            else if (TimeProvider.System.GetElapsedTime(_lastNote) >= NoteInterval)
            {
                terminal.Note(Describe(stage, bytesDone, bytesTotal));
                _lastNote = TimeProvider.System.GetTimestamp();
            }
        }
    }

    /// <summary>"segments/000003.seg, 41 %, 0:21 left".</summary>
    private string Describe(string stage, long bytesDone, long bytesTotal)
    {
        if (bytesDone == 0 || bytesTotal == 0)
        {
            return stage;
        }

        var left = Elapsed * ((double)(bytesTotal - bytesDone) / bytesDone);
        return $"{stage}, {100 * bytesDone / bytesTotal} %, {Text.Clock(left)} left";
    }
}
