using System.CommandLine;
using System.CommandLine.Parsing;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using Earmark.Cli.Output;
using Earmark.Cli.Verbs;
using Earmark.Redis;

namespace Earmark.Cli;

/// <summary>The tool: verbs, signals and exit codes.</summary>
internal static class CommandLine
{
    /// <summary>Runs the tool once and returns its exit code. Never throws for anything a user can do.</summary>
    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        using var interruption = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        try
        {
            return await RunAsync(args, terminal, interruption.Token);
        }
        catch (Exception exception) when (Failure.IsBrokenPipe(exception))
        {
            return ExitCode.Success;
        }
        catch (Exception exception)
        {
            return Failure.Report(exception, terminal);
        }

        // The first signal lets the work end in good order, the second one does not wait for it.
        void Interrupt(PosixSignalContext context)
        {
            context.Cancel = !interruption.IsCancellationRequested;
            interruption.Cancel();
        }
    }

    /// <summary>All verbs.</summary>
    public static Command Create(Terminal terminal)
    {
        RedisLibraries.Enable();
        var global = new GlobalOptions();
        // No RootCommand: help would call the tool by the name of its assembly.
        var root = new Command("earmark", "Names a recording from a few noisy seconds of it, out of your own library.")
        {
            new HelpOption(),
            new VersionOption(),
            StoreVerb.Create(global, terminal),
            QueryVerb.Create(global, terminal),
            ListenVerb.Create(global, terminal),
            ExplainVerb.Create(global, terminal),
            ListVerb.Create(global, terminal),
            DeleteVerb.Create(global, terminal),
            StatsVerb.Create(global, terminal),
            ExportVerb.Create(global, terminal),
            ImportVerb.Create(global, terminal),
            MergeVerb.Create(global, terminal),
            VerifyVerb.Create(global, terminal),
            CompactVerb.Create(global, terminal),
            ClearVerb.Create(global, terminal, Console.IsInputRedirected ? null : Console.In),
            MonitorVerb.Create(global, terminal),
            SyncVerb.Create(global, terminal),
            SameVerb.Create(global, terminal),
            DedupVerb.Create(global, terminal),
            EvalVerb.Create(global, terminal),
            LabVerb.Create(global, terminal),
            ServeVerb.Create(global, terminal),
            DemoVerb.Create(terminal),
            DoctorVerb.Create(global, terminal),
        };
        global.AddTo(root);
        return root;
    }

    /// <summary>
    /// A word with a dash that the parser took for a name: `--libary DIR` must not work on the default library.
    /// </summary>
    private static string? MistakenOption(ParseResult parsed) =>
        parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? null
            : parsed.CommandResult.Tokens.Select(token => token.Value).FirstOrDefault(
                word => word.Length > 1 && word[0] == '-' && !Path.Exists(word));

    private static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken ct)
    {
        // No @file replacement: a track may well be called "@home.mp3".
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var parsed = Create(terminal).Parse(args.Length > 0 ? args : ["--help"], configuration);
        if (parsed.Errors.Count > 0)
        {
            // With a verb that does not exist the parser also complains that there is none: the last error says it.
            terminal.Note($"earmark: {parsed.Errors[^1].Message}");
            terminal.Note("`earmark --help` lists the verbs, `earmark VERB --help` the options of one.");
            return ExitCode.Error;
        }

        if (MistakenOption(parsed) is { } word)
        {
            terminal.Note($"earmark: There is no option {word}; if it is a name, put -- before it.");
            return ExitCode.Error;
        }

        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = terminal.Results,
            Error = terminal.Notes,
        };
        return await parsed.InvokeAsync(invocation, ct);
    }
}
