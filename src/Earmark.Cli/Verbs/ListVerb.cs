using System.CommandLine;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;
using Earmark.Indexing;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark list`: what is in the library.</summary>
internal static class ListVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var command = new Command("list", "List the tracks of the library");
        command.SetAction(parsed => Run(global.Library(parsed), global.Format(parsed), terminal));
        return command;
    }

    private static int Run(string folder, OutputFormat format, Terminal terminal)
    {
        using var library = Library.Open(folder, new LibraryOptions { ReadOnly = true });
        if (format == OutputFormat.Csv)
        {
            terminal.Results.WriteLine(Csv.TrackHeader);
        }

        foreach (var track in library.Tracks())
        {
            if (format == OutputFormat.Human)
            {
                terminal.Tell(Describe(track));
                continue;
            }

            var line = Map.ToLine(track);
            terminal.Results.WriteLine(format == OutputFormat.Json ? CliJson.Serialize(line) : Csv.Row(line));
        }

        return ExitCode.Success;
    }

    private static string Describe(Track track)
    {
        var name = Text.Name(track);
        return $"{Text.Clock(track.Duration),8}  {track.RefId}{(name == track.RefId ? "" : $"  ({name})")}";
    }
}
