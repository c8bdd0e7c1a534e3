using System.CommandLine;
using Earmark.Cli.Contracts;
using Earmark.Cli.Doctor;
using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark doctor`: what is installed, what is missing and what mends it.</summary>
internal static class DoctorVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var command = new Command("doctor", "Show what is installed, what is missing and the command that mends it");
        command.SetAction(parsed => Run(Checks.Run(global.Library(parsed)), global.Format(parsed), terminal));
        return command;
    }

    /// <summary>Writes the checks; exit code 2 if something needed is missing.</summary>
    internal static int Run(IReadOnlyList<CheckLine> checks, OutputFormat format, Terminal terminal)
    {
        if (format == OutputFormat.Csv)
        {
            terminal.Results.WriteLine(Csv.CheckHeader);
        }

        foreach (var check in checks)
        {
            if (format == OutputFormat.Human)
            {
                Describe(check, terminal);
            }
            else
            {
                terminal.Results.WriteLine(format == OutputFormat.Json ? CliJson.Serialize(check) : Csv.Row(check));
            }
        }

        return checks.Any(check => check.Status is Checks.Missing or Checks.Broken) ? ExitCode.Error : ExitCode.Success;
    }

    private static void Describe(CheckLine check, Terminal terminal)
    {
        terminal.Tell($"{check.Status,-9}{check.Check,-12}{check.Found}");
        if (check.Remedy is not null)
        {
            terminal.Tell($"{"",21}→ {check.Remedy}");
        }
    }
}
