using Earmark.Cli.Evaluation;
using Earmark.Cli.Output;
using Spectre.Console;
using Text = Earmark.Server.Contracts.Text;

namespace Earmark.Cli.Verbs;

/// <summary>Shows how far an evaluation is: a bar on a terminal, else a line now and then.</summary>
internal sealed class EvalWatch(Terminal terminal, TimeSpan noteInterval) : IProgress<EvaluationProgress>
{
    private readonly Lock _gate = new();
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private long _lastNote = TimeProvider.System.GetTimestamp();
    private string _stage = "";
    private long _stageStart;
    private ProgressTask? _bar;

    /// <summary>Since it was made.</summary>
    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_start);

    /// <summary>Runs the work and shows what it reports.</summary>
    public async Task<EvaluationResult> RunAsync(Func<Task<EvaluationResult>> work)
    {
        if (!terminal.IsInteractive)
        {
            return await work();
        }

        return await Bar.On(terminal).StartAsync(context =>
        {
            _bar = context.AddTask("looking for music");
            return work();
        });
    }

    /// <inheritdoc/>
    public void Report(EvaluationProgress value)
    {
        // Clips are finished on many threads.
        lock (_gate)
        {
            if (value.Stage != _stage)
            {
                (_stage, _stageStart) = (value.Stage, TimeProvider.System.GetTimestamp());
            }

            if (_bar is { } bar)
            {
                bar.MaxValue = Math.Max(1, value.Total);
                bar.Value = value.Done;
                bar.Description = Markup.Escape(Describe(value));
            }
            else if (TimeProvider.System.GetElapsedTime(_lastNote) >= noteInterval)
            {
                terminal.Note(Describe(value));
                _lastNote = TimeProvider.System.GetTimestamp();
            }
        }
    }

    /// <summary>"asking: 12 of 40, 0:41 left".</summary>
    private string Describe(EvaluationProgress value)
    {
        if (value.Total == 0)
        {
            return value.Stage;
        }

        var left = value.Done > 0
            ? TimeProvider.System.GetElapsedTime(_stageStart) * ((double)(value.Total - value.Done) / value.Done)
            : TimeSpan.Zero;
        return $"{value.Stage}: {value.Done} of {value.Total}{(value.Done > 0 ? $", {Text.Clock(left)} left" : "")}";
    }
}
