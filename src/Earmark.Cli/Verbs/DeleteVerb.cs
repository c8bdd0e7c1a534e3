using System.CommandLine;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark delete`: takes tracks out of the library; the files stay where they are.</summary>
internal static class DeleteVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var refIds = new Argument<string[]>("REF")
        {
            Description = "Names of tracks as `earmark list` shows them",
            Arity = ArgumentArity.OneOrMore,
        };
        const string Description = "Take tracks out of the library; exit code 1 if one is not there";
        var command = new Command("delete", Description) { refIds };
        command.SetAction(parsed =>
            Run(parsed.GetRequiredValue(refIds), global.Library(parsed), global.Format(parsed), terminal));
        return command;
    }

    private static int Run(IReadOnlyList<string> refIds, string folder, OutputFormat format, Terminal terminal)
    {
        // A mistyped --library must not make a new library.
        using var library = Library.Open(folder, new LibraryOptions { MustExist = true });
        if (format == OutputFormat.Csv)
        {
            terminal.Results.WriteLine(Csv.DeleteHeader);
        }

        var exitCode = ExitCode.Success;
        foreach (var refId in refIds)
        {
            var line = new DeleteLine(refId, library.Delete(refId));
            if (!line.Deleted)
            {
                exitCode = ExitCode.NoMatch;
                terminal.Note($"earmark: There is no track {refId} in {folder}; `earmark list` shows what is.");
            }

            if (format != OutputFormat.Human)
            {
                terminal.Results.WriteLine(format == OutputFormat.Json ? CliJson.Serialize(line) : Csv.Row(line));
            }
            else if (line.Deleted)
            {
                terminal.Tell($"Deleted {refId}.");
            }
        }

        return exitCode;
    }
}
