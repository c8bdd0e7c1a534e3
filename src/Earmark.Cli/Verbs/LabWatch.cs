using Earmark.Cli.Output;
using Earmark.Lab;
using Spectre.Console;

namespace Earmark.Cli.Verbs;

/// <summary>Shows how many songs the lab has read: a bar on a terminal, else a line now and then.</summary>
internal sealed class LabWatch(Terminal terminal) : IProgress<LabProgress>
{
    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long _lastNote = TimeProvider.System.GetTimestamp();
    private ProgressTask? _bar;

    /// <summary>Runs the work on another thread and shows what it reports.</summary>
    public async Task<LabResult> RunAsync(Func<LabResult> work)
    {
        if (!terminal.IsInteractive)
        {
            return await Task.Run(work);
        }

        return await Bar.On(terminal).StartAsync(context =>
        {
            _bar = context.AddTask("reading the clip");
            return Task.Run(work);
        });
    }

    /// <inheritdoc/>
    public void Report(LabProgress value)
    {
        // Songs are read on many threads.
        lock (_gate)
        {
            var text = $"reading songs: {value.Done} of {value.Total}";
            if (_bar is { } bar)
            {
                bar.MaxValue = Math.Max(1, value.Total);
                bar.Value = value.Done;
                bar.Description = text;
            }
            else if (TimeProvider.System.GetElapsedTime(_lastNote) >= NoteInterval)
            {
                terminal.Note(text);
                _lastNote = TimeProvider.System.GetTimestamp();
            }
        }
    }
}
