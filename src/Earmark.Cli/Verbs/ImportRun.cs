using Earmark.Cli.Contracts;
using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>One import or merge as it is watched: results as they come, and what they amount to.</summary>
internal sealed class ImportRun(Terminal terminal, OutputFormat format, TimeSpan noteInterval)
{
    private const int ConflictsShown = 10;

    // Result lines on the same terminal would run through the bar.
    private readonly TransferWatch _watch = new(
        terminal,
        terminal.IsInteractive && (format == OutputFormat.Human || Console.IsOutputRedirected),
        noteInterval);

    private readonly Dictionary<ImportStatus, int> _counts = [];
    private readonly List<string> _conflicts = [];
    private readonly List<string> _faults = [];
    private TimeSpan _audio;

    /// <summary>Takes the tracks of all sources; however it ends, says what is in the library.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="LibraryException">The library cannot be written, or a conflict should end it.</exception>
    public async Task<int> RunAsync(string folder, IReadOnlyList<ImportSource> sources, CancellationToken ct)
    {
        try
        {
            await _watch.RunAsync(() => TakeAllAsync(sources, ct));
        }
        catch (OperationCanceledException)
        {
            Conclude($"Interrupted. {Summary()} The library is {folder}. All of it is safe; " +
                "the same command goes on from here.");
            return ExitCode.Error;
        }
        catch (LibraryException)
        {
            Conclude($"Stopped early. {Summary()} The library is {folder}.");
            throw;
        }

        Conclude($"{Summary()} The library is {folder}.");
        return _faults.Count == 0 ? ExitCode.Success : ExitCode.Error;
    }

    private async Task TakeAllAsync(IReadOnlyList<ImportSource> sources, CancellationToken ct)
    {
        if (format == OutputFormat.Csv)
        {
            terminal.Results.WriteLine(Csv.ImportHeader);
        }

        foreach (var source in sources)
        {
            _watch.Stage = source.Name;
            try
            {
                await foreach (var result in source.Take(_watch, ct))
                {
                    Add(result, source.Name);
                }
            }
            catch (LibraryException e) when (source.Fault() is not null)
            {
                // The next may be whole.
                _faults.Add(e.Message);
            }
        }
    }

    private void Add(ImportResult result, string source)
    {
        _counts[result.Status] = Count(result.Status) + 1;
        if (result.Status is ImportStatus.Imported or ImportStatus.Replaced)
        {
            _audio += result.Duration;
        }

        if (result.Reason is { } reason && _conflicts.Count < ConflictsShown)
        {
            _conflicts.Add(reason);
        }

        if (format != OutputFormat.Human)
        {
            var line = Map.ToLine(result, source);
            terminal.Results.WriteLine(format == OutputFormat.Json ? CliJson.Serialize(line) : Csv.Row(line));
        }
    }

    private int Count(ImportStatus status) => _counts.GetValueOrDefault(status);

    /// <summary>"Imported 280 tracks (18.2 h), 3 replaced, in 3.1 s; 9 there already, 2 skipped."</summary>
    private string Summary()
    {
        var (replaced, skipped) = (Count(ImportStatus.Replaced), Count(ImportStatus.Skipped));
        var count = Count(ImportStatus.Imported) + replaced;
        var audio = count > 0 ? $" ({Text.Amount(_audio)})" : "";
        string[] rest =
        [
            .. Count(ImportStatus.Unchanged) is > 0 and var same ? [$"{same} there already"] : Array.Empty<string>(),
            .. replaced > 0 ? [$"{replaced} of them in place of others"] : Array.Empty<string>(),
            .. skipped > 0 ? [$"{skipped} skipped"] : Array.Empty<string>(),
        ];
        var tail = rest.Length > 0 ? $"; {string.Join(", ", rest)}" : "";
        return $"Imported {Text.Count(count, "track")}{audio} in {Text.Elapsed(_watch.Elapsed)}{tail}.";
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

        _conflicts.ForEach(reason => terminal.Note($"earmark: {reason}"));
        var more = Count(ImportStatus.Skipped) - _conflicts.Count;
        if (more > 0)
        {
            terminal.Note($"earmark: {more} more were skipped; -f json lists them.");
        }

        _faults.ForEach(fault => terminal.Note($"earmark: {fault}"));
    }
}
