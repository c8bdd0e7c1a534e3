using System.CommandLine;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;
using Earmark.Indexing;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark verify`: reads all of a library, says what is wrong with it, and mends it if asked to.</summary>
/// <remarks>
/// Exit code 0 for a library that is sound, or was mended without a loss; 2 for faults that are still there and for
/// tracks that must be stored again. There is no 1: a damaged library is no answer of "nothing found".
/// </remarks>
internal static class VerifyVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var mend = new Option<bool>("--mend")
        {
            Description = "Keep what can be kept, take the rest out, and list the tracks to store again",
        };
        var lost = new Option<string?>("--lost")
        {
            Description = "Write the paths of tracks to store again into a file, one a line",
            HelpName = "FILE",
        };
        const string Description = "Check every byte of the library; exit code 2 if something is damaged";
        var command = new Command("verify", Description) { mend, lost };
        command.SetAction((parsed, ct) =>
        {
            var options = new InspectionOptions { Threads = global.Threads(parsed), Mend = parsed.GetValue(mend) };
            var list = parsed.GetValue(lost) is { } path ? GivenPath.Demand(path, lost.Name) : null;
            return Task.Run(() => Run(global.Library(parsed), options, list, global.Format(parsed), terminal, ct), ct);
        });
        return command;
    }

    private static int Run(
        string folder,
        InspectionOptions options,
        string? list,
        OutputFormat format,
        Terminal terminal,
        CancellationToken ct)
    {
        var watch = new UpkeepWatch(terminal);
        var progress = new Progress(watch);
        var inspection = watch.Run(() => Library.Inspect(folder, options, progress, ct));
        if (list is not null)
        {
            File.WriteAllLines(list, inspection.Lost.Select(track => track.Path ?? track.RefId));
        }

        switch (format)
        {
            case OutputFormat.Json:
                terminal.Results.WriteLine(CliJson.Serialize(UpkeepMap.ToLine(inspection)));
                break;
            case OutputFormat.Csv:
                terminal.Results.WriteLine(Csv.FaultHeader);
                foreach (var fault in inspection.Faults)
                {
                    terminal.Results.WriteLine(Csv.Row(UpkeepMap.ToLine(fault)));
                }

                break;
            default:
                Describe(inspection, watch.Elapsed, options.Mend, list, terminal);
                break;
        }

        return inspection.IsWhole ? ExitCode.Success : ExitCode.Error;
    }

    private static void Describe(
        Inspection inspection, TimeSpan elapsed, bool isMended, string? list, Terminal terminal)
    {
        terminal.Tell($"library   {inspection.Folder}");
        terminal.Tell(
            $"checked   {Text.Count(inspection.TrackCount, "track")}, " +
            $"{Text.Count(inspection.PostingCount, "posting")} in " +
            $"{Text.Count(inspection.SegmentCount, "segment")}, in {Text.Elapsed(elapsed)}");
        foreach (var fault in inspection.Faults)
        {
            terminal.Tell($"{(fault.IsMended ? "mended" : "fault"),-10}{fault.File} {fault.Found}:");
            terminal.Tell($"{"",10}{fault.Meaning}");
            if (!fault.IsMended)
            {
                terminal.Tell($"{"",10}→ {fault.Remedy}");
            }
        }

        foreach (var track in inspection.Lost)
        {
            terminal.Tell($"{"lost",-10}{track.RefId}{(track.Path is null ? "" : $"  ({track.Path})")}");
        }

        terminal.Tell(Verdict(inspection, isMended, list));
    }

    private static string Verdict(Inspection inspection, bool isMended, string? list)
    {
        if (inspection.IsSound)
        {
            return "Sound: every part is as it was written.";
        }

        var faults = Text.Count(inspection.Faults.Count, "fault");
        var leftOver = inspection.Faults.Count(fault => !fault.IsMended);
        var verdict = !isMended ? $"{faults} found."
            : leftOver == 0 ? $"{faults} mended; the library is sound."
            : $"{faults} found, {leftOver} of them still there.";
        return inspection.Lost.Count == 0 ? verdict
            : $"{verdict} {Text.Count(inspection.Lost.Count, "track")} must be stored again" +
                (list is null ? "; --lost FILE writes their paths, one a line." : $"; {list} has their paths.");
    }

    /// <summary>Unlike the system's, it reports on the thread that works: nothing comes after the end.</summary>
    private sealed class Progress(UpkeepWatch watch) : IProgress<InspectionProgress>
    {
        public void Report(InspectionProgress value) => watch.Report(value.Stage, value.BytesDone, value.BytesTotal);
    }
}
