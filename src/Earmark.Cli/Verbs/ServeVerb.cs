using System.CommandLine;
using Earmark.Cli.Output;
using Earmark.Server;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark serve`: the page that listens, and the HTTP API.</summary>
internal static class ServeVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var config = new Option<string?>("--config")
        {
            Description = "JSON file with these settings, such as {\"port\": 7667}; " +
                $"${ServerSettings.VariableOf("config")} names another",
            HelpName = "FILE",
        };
        var command = new Command("serve", "Serve the page that listens, and the HTTP API") { config };
        var options = ServerSettings.All.ToDictionary(setting => setting.Name, ToOption);
        foreach (var option in options.Values)
        {
            command.Add(option);
        }

        command.SetAction((parsed, ct) =>
        {
            var flags = options
                .Where(option => parsed.GetResult(option.Value) is { Implicit: false })
                .ToDictionary(option => option.Key, option => (IReadOnlyList<string>)Values(parsed, option.Value));
            var file = parsed.GetValue(config) ?? Variable(ServerSettings.VariableOf("config"));
            var settings = ServerSettings.Read(global.Library(parsed), flags, Variable, file);
            return RunAsync(settings, terminal, ct);
        });
        return command;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : null;

    private static Option<string[]> ToOption(ServerSetting setting)
    {
        var byDefault = setting.Default is null ? "" : $" [default: {setting.Default}]";
        return new Option<string[]>($"--{setting.Name}")
        {
            Description = setting.Description + byDefault,
            HelpName = setting.Placeholder ?? "true|false",
            Arity = setting.Placeholder is null ? ArgumentArity.ZeroOrOne : ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
    }

    private static string[] Values(ParseResult parsed, Option<string[]> option) =>
        parsed.GetValue(option) is { Length: > 0 } values ? values : ["true"];

    private static async Task<int> RunAsync(ServerOptions options, Terminal terminal, CancellationToken ct)
    {
        await using var server = await EarmarkServer.StartAsync(options, line => terminal.Note($"earmark: {line}"), ct);
        terminal.Tell($"Listening at {server.Url.ToString().TrimEnd('/')} — open it in a browser; Ctrl-C stops.");
        if (!options.IsLoopback)
        {
            terminal.Note(options.ApiKeys.Count > 0
                ? "earmark: The network can reach it; clients need a key."
                : "earmark: Everybody on the network may ask, add and delete: --allow-anyone was given.");
            if (options.Certificate is null)
            {
                terminal.Note(
                    "earmark: Browsers lend their microphone only to https: give --certificate, " +
                    "or open it on this machine.");
            }
        }

        await server.RunAsync(ct);
        terminal.Note("earmark: Stopped.");
        return ExitCode.Success;
    }
}
