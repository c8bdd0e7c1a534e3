using System.CommandLine;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;
using Earmark.Redis;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark stats`: how large the library is.</summary>
internal static class StatsVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var command = new Command("stats", "Show how large the library is");
        command.SetAction(parsed => Run(global.Library(parsed), global.Format(parsed), terminal));
        return command;
    }

    private static int Run(string folder, OutputFormat format, Terminal terminal)
    {
        using var library = Library.Open(folder, new LibraryOptions { ReadOnly = true });
        var line = Map.ToLine(library.Statistics(), library.Profile, library.Name);
        switch (format)
        {
            case OutputFormat.Json:
                terminal.Results.WriteLine(CliJson.Serialize(line));
                break;
            case OutputFormat.Csv:
                terminal.Results.WriteLine(Csv.StatsHeader);
                terminal.Results.WriteLine(Csv.Row(line));
                break;
            default:
                Describe(line, terminal);
                break;
        }

        return ExitCode.Success;
    }

    private static void Describe(StatsLine line, Terminal terminal)
    {
        var audio = TimeSpan.FromSeconds(line.DurationS);
        var perHour = line.DurationS > 0 ? $", {Text.Bytes((long)(line.BytesOnDisk / audio.TotalHours))} per hour" : "";
        terminal.Tell($"library   {line.Library}");
        terminal.Tell($"profile   {line.Profile}");
        terminal.Tell($"tracks    {Text.Count(line.Tracks, "track")}, {Text.Amount(audio)} of audio");
        terminal.Tell($"index     {Text.Count(line.Postings, "posting")} in {Text.Count(line.Segments, "segment")}");
        var where = RedisLibraries.IsAddress(line.Library) ? "each copy" : "on disk  ";
        terminal.Tell($"{where} {Text.Bytes(line.BytesOnDisk)}{perHour}");
    }
}
