using Earmark.Cli.Contracts;
using Earmark.Cli.Output;
using Spectre.Console;

namespace Earmark.Cli.Verbs;

/// <summary>One store as it is watched: a bar on a terminal, else lines now and then; results as they come.</summary>
internal sealed class StoreRun(Terminal terminal, OutputFormat format, TimeSpan noteInterval)
{
    private long _lastNote = TimeProvider.System.GetTimestamp();

    /// <summary>What has been done so far.</summary>
    public StoreMeter Meter { get; } = new(TimeProvider.System);

    /// <summary>Stores and shows how it goes; every result is written as soon as it is durable.</summary>
    public async Task RunAsync(Func<StoreMeter, IAsyncEnumerable<StoreResult>> store)
    {
        if (format == OutputFormat.Csv)
        {
            terminal.Results.WriteLine(Csv.StoreHeader);
        }

        // Result lines on the same terminal would run through the bar.
        if (!terminal.IsInteractive || (format != OutputFormat.Human && !Console.IsOutputRedirected))
        {
            await FollowAsync(store(Meter), Note);
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Notes) });
        await console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("looking for files");
                await FollowAsync(store(Meter), () =>
                {
                    task.MaxValue = Meter.Total;
                    task.Value = Meter.Done;
                    task.Description = Markup.Escape(Meter.Progress());
                });
            });
    }

    /// <summary>Lists what failed and says what is stored.</summary>
    public void Conclude(string folder, string before, string after)
    {
        foreach (var failure in Meter.Failures)
        {
            terminal.Notes.WriteLine($"earmark: {failure.Reason}");
        }

        var summary = $"{before}{Meter.Summary()} The library is {folder}.{after}";
        (format == OutputFormat.Human ? terminal.Results : terminal.Notes).WriteLine(summary);
    }

    private async Task FollowAsync(IAsyncEnumerable<StoreResult> results, Action show)
    {
        await foreach (var result in results)
        {
            Meter.Add(result);
            foreach (var warning in result.Warnings)
            {
                terminal.Notes.WriteLine($"earmark: {warning}");
            }

            if (format != OutputFormat.Human)
            {
                var line = Map.ToLine(result);
                terminal.Results.WriteLine(format == OutputFormat.Json ? CliJson.Serialize(line) : Csv.Row(line));
            }

            show();
        }
    }

    private void Note()
    {
        if (TimeProvider.System.GetElapsedTime(_lastNote) >= noteInterval)
        {
            terminal.Notes.WriteLine(Meter.Progress());
            _lastNote = TimeProvider.System.GetTimestamp();
        }
    }
}
