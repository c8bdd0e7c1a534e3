using System.CommandLine;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark export`: the tracks of the library in one file, for another library to import.</summary>
internal static class ExportVerb
{
    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(10);

    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Where to; - is standard output",
        };
        var refIds = new Argument<string[]>("REF")
        {
            Description = "Names of tracks as `earmark list` shows them; without any, all",
            Arity = ArgumentArity.ZeroOrMore,
        };
        const string Description = "Write the tracks of the library, without their sound, to a file for import";
        var command = new Command("export", Description) { file, refIds };
        command.SetAction((parsed, ct) =>
        {
            var path = GivenPath.Demand(parsed.GetRequiredValue(file), "export");
            var chosen = parsed.GetValue(refIds) is { Length: > 0 } given ? given : null;
            return RunAsync(path, chosen, global.Library(parsed), global.Format(parsed), terminal, ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string path, string[]? refIds, string folder, OutputFormat format, Terminal terminal, CancellationToken ct)
    {
        var isPiped = path == "-";
        if (isPiped && !Console.IsOutputRedirected)
        {
            throw new UsageException("An export is no text for a terminal; give a FILE, or send it on with > or |.");
        }

        using var library = Library.Open(folder, new LibraryOptions { ReadOnly = true });
        var watch = new TransferWatch(terminal, terminal.IsInteractive, NoteInterval) { Stage = "exporting" };
        ExportSummary? summary = null;
        await watch.RunAsync(async () => summary = isPiped
            ? await PipeAsync(library, refIds, watch, ct)
            : await library.ExportAsync(path, refIds, watch, ct));

        Say(summary!, isPiped, path, library.Profile, format, terminal);
        return ExitCode.Success;
    }

    private static async Task<ExportSummary> PipeAsync(
        Library library, string[]? refIds, TransferWatch watch, CancellationToken ct)
    {
        try
        {
            await using var output = Terminal.OpenResults();
            return await library.ExportAsync(output, refIds, watch, ct);
        }
        catch (IOException e)
        {
            // A reader that has gone is no success here: somebody believes to have a backup.
            throw new IOException(
                $"Standard output cannot be written ({e.Message.TrimEnd('.')}): what was sent is no whole export.");
        }
    }

    private static void Say(
        ExportSummary summary,
        bool isPiped,
        string path,
        FingerprintProfile profile,
        OutputFormat format,
        Terminal terminal)
    {
        var perHour = summary.Duration > TimeSpan.Zero
            ? $", {Text.Bytes((long)(summary.ByteCount / summary.Duration.TotalHours))} per hour"
            : "";
        var sentence = $"Exported {Text.Count(summary.TrackCount, "track")} ({Text.Amount(summary.Duration)}) to " +
            $"{(isPiped ? "standard output" : path)}: {Text.Bytes(summary.ByteCount)}{perHour}.";
        if (isPiped)
        {
            // Standard output is the export itself.
            terminal.Note(sentence);
        }
        else if (format == OutputFormat.Human)
        {
            terminal.Tell(sentence);
        }
        else
        {
            var line = Map.ToLine(summary, profile, Path.GetFullPath(path));
            if (format == OutputFormat.Csv)
            {
                terminal.Results.WriteLine(Csv.ExportHeader);
            }

            terminal.Results.WriteLine(format == OutputFormat.Json ? CliJson.Serialize(line) : Csv.Row(line));
        }
    }
}
