using System.CommandLine;
using System.CommandLine.Help;
using Earmark.Cli.Output;
using Earmark.Redis;

namespace Earmark.Bench;

/// <summary>The tool's commands and exit codes.</summary>
internal static class BenchCommand
{
    /// <summary>Runs the tool once and returns its exit code: 0, or 2 for an error.</summary>
    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        try
        {
            RedisLibraries.Enable();
            var parsed = Create(terminal).Parse(args.Length > 0 ? args : ["--help"]);
            if (parsed.Errors.Count > 0)
            {
                terminal.Note($"bench: {parsed.Errors[^1].Message} --help lists what there is.");
                return ExitCode.Error;
            }

            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = terminal.Results,
                Error = terminal.Notes,
            });
        }
        catch (Exception exception)
        {
            return Failure.Report(exception, terminal);
        }
    }

    private static Command Create(Terminal terminal) =>
        new("bench", "What does Earmark take, stage by stage and in a large library?")
        {
            new HelpOption(),
            MakeCommand.Create(terminal),
            MeasureCommand.Create(terminal),
            StagesCommand.Create(terminal),
            LoadCommand.Create(terminal),
            FingerprintsCommand.Create(terminal),
            LabCommand.Create(terminal),
            SharedCommand.Create(terminal),
            ClusterCommand.Create(terminal),
        };
}
