using System.CommandLine;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark compact`: makes the library as small as it can be.</summary>
internal static class CompactVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var command = new Command("compact", "Make the library as small as it can be; may be interrupted at any time");
        command.SetAction((parsed, ct) =>
            Task.Run(() => Run(global.Library(parsed), global.Format(parsed), terminal, ct), ct));
        return command;
    }

    private static int Run(string folder, OutputFormat format, Terminal terminal, CancellationToken ct)
    {
        // A mistyped --library must not make a new library.
        using var library = Library.Open(folder, new LibraryOptions { MustExist = true });
        var watch = new UpkeepWatch(terminal);
        var before = library.Statistics();
        watch.Run(() =>
        {
            library.Compact(new Progress(watch, before.TotalBytes), ct);
            return true;
        });
        var line = UpkeepMap.ToLine(library.Name, before, library.Statistics());
        switch (format)
        {
            case OutputFormat.Json:
                terminal.Results.WriteLine(CliJson.Serialize(line));
                break;
            case OutputFormat.Csv:
                terminal.Results.WriteLine(Csv.CompactHeader);
                terminal.Results.WriteLine(Csv.Row(line));
                break;
            default:
                terminal.Tell(Sentence(line, watch.Elapsed));
                break;
        }

        return ExitCode.Success;
    }

    private static string Sentence(CompactLine line, TimeSpan elapsed) =>
        $"Compacted {Text.Count(line.Tracks, "track")} in {Text.Elapsed(elapsed)}: " +
        $"from {Text.Bytes(line.BytesBefore)} in {Text.Count(line.SegmentsBefore, "segment")} " +
        $"to {Text.Bytes(line.BytesAfter)} in {Text.Count(line.SegmentsAfter, "segment")}. " +
        $"The library is {line.Library}.";

    /// <summary>Unlike the system's, it reports on the thread that works: nothing comes after the end.</summary>
    private sealed class Progress(UpkeepWatch watch, long bytesTotal) : IProgress<double>
    {
        public void Report(double value) => watch.Report("merging", (long)(value * bytesTotal), bytesTotal);
    }
}
