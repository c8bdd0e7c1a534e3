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

    /// <summary>Stores and shows how it goes; however it ends, says what is stored and lists what failed.</summary>
    /// <returns>Whether it came to its end; false where it was interrupted.</returns>
    /// <exception cref="LibraryException">The library cannot be written.</exception>
    public async Task<bool> RunAsync(string folder, Func<StoreMeter, IAsyncEnumerable<StoreResult>> store)
    {
        try
        {
            await WatchAsync(store);
        }
        catch (OperationCanceledException)
        {
            Conclude($"Interrupted. {Meter.Summary()} The library is {folder}. All of it is safe; " +
                "the same command goes on from here.");
            return false;
        }
        catch (LibraryException)
        {
            Conclude($"Stopped early. {Meter.Summary()} The library is {folder}.");
            throw;
        }

        Conclude($"{Meter.Summary()} The library is {folder}.");
        return true;
    }

    private async Task WatchAsync(Func<StoreMeter, IAsyncEnumerable<StoreResult>> store)
    {
        if (format == OutputFormat.Csv)
        {
            terminal.Results.WriteLine(Csv.StoreHeader);
        }

        // Result lines on the same terminal would run through the bar.
        if (!terminal.IsInteractive || (format != OutputFormat.Human && !Console.IsOutputRedirected))
        {
            Meter.Changed = NoteNowAndThen;
            await FollowAsync(store(Meter), terminal.Note);
            return;
        }

        // A warning that wraps would tear the bar apart: they follow when it has gone.
        var warnings = new List<string>();
        try
        {
            await ShowBarAsync(store, warnings);
        }
        finally
        {
            warnings.ForEach(terminal.Note);
        }
    }

    private Task ShowBarAsync(Func<StoreMeter, IAsyncEnumerable<StoreResult>> store, List<string> warnings)
    {
        return Bar.On(terminal).StartAsync(async context =>
        {
            var task = context.AddTask("looking for files");
            Meter.Changed = () =>
            {
                task.MaxValue = Math.Max(1, Meter.Total);
                task.Value = Meter.Done;
                task.Description = Markup.Escape(Meter.Progress());
            };
            await FollowAsync(store(Meter), warnings.Add);
        });
    }

    private async Task FollowAsync(IAsyncEnumerable<StoreResult> results, Action<string> warn)
    {
        await foreach (var result in results)
        {
            Meter.Add(result);
            foreach (var warning in result.Warnings)
            {
                warn($"earmark: {warning}");
            }

            if (format != OutputFormat.Human)
            {
                var line = Map.ToLine(result);
                terminal.Results.WriteLine(format == OutputFormat.Json ? CliJson.Serialize(line) : Csv.Row(line));
            }
        }
    }

    private void Conclude(string summary)
    {
        if (format == OutputFormat.Human)
        {
            terminal.Tell(summary);
        }
        else
        {
            terminal.Note(summary);
        }

        foreach (var failure in Meter.Failures)
        {
            terminal.Note($"earmark: {failure.Reason}");
        }
    }

    private void NoteNowAndThen()
    {
        if (TimeProvider.System.GetElapsedTime(_lastNote) >= noteInterval)
        {
            terminal.Note(Meter.Progress());
            _lastNote = TimeProvider.System.GetTimestamp();
        }
    }
}
