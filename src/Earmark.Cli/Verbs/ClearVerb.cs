using System.CommandLine;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark clear`: takes all tracks out of the library, after asking; their files stay.</summary>
internal static class ClearVerb
{
    /// <summary>The verb.</summary>
    /// <param name="input">Where the answer to the question comes from; null where nobody is there to answer.</param>
    public static Command Create(GlobalOptions global, Terminal terminal, TextReader? input)
    {
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask" };
        var command = new Command("clear", "Take all tracks out of the library, after asking") { yes };
        command.SetAction(parsed => Run(
            global.Library(parsed), parsed.GetValue(yes), global.Format(parsed), terminal, input));
        return command;
    }

    private static int Run(string folder, bool isSure, OutputFormat format, Terminal terminal, TextReader? input)
    {
        // Read-only first: nobody is kept from storing by a question that nobody answers.
        int count;
        using (var asked = Library.Open(folder, new LibraryOptions { ReadOnly = true }))
        {
            count = asked.TrackCount;
        }

        if (!isSure && !Ask(count, Library.NameOf(folder), terminal, input))
        {
            terminal.Note("Nothing was removed.");
            return ExitCode.Error;
        }

        using var library = Library.Open(folder, new LibraryOptions { MustExist = true });
        count = library.Clear();
        var line = new ClearLine(Library.NameOf(folder), count);
        switch (format)
        {
            case OutputFormat.Json:
                terminal.Results.WriteLine(CliJson.Serialize(line));
                break;
            case OutputFormat.Csv:
                terminal.Results.WriteLine(Csv.ClearHeader);
                terminal.Results.WriteLine(Csv.Row(line));
                break;
            default:
                terminal.Tell($"Removed {Text.Count(count, "track")}. The library is {line.Library}.");
                break;
        }

        return ExitCode.Success;
    }

    /// <exception cref="UsageException">Nobody is there to answer.</exception>
    private static bool Ask(int count, string folder, Terminal terminal, TextReader? input)
    {
        if (input is null)
        {
            throw new UsageException(
                $"clear would remove {Text.Count(count, "track")} from {folder} and nobody is there to be asked; " +
                "--yes does it without asking.");
        }

        terminal.Note($"Remove {Text.Count(count, "track")} from {folder}? The files stay where they are. (y/N)");
        return input.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
