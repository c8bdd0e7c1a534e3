using System.CommandLine;
using Earmark.Cli.Demo;
using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark demo`: the main job in less than a minute, on music that needs no download.</summary>
internal static class DemoVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string?>("FOLDER")
        {
            Description = "Music to show it on; without it, Earmark composes some",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("demo", "Store some music, degrade a clip of it and name the clip") { folder };
        command.SetAction((parsed, ct) =>
        {
            var music = parsed.GetValue(folder);
            return RunAsync(music is null ? null : GivenPath.Demand(music, "demo"), terminal, ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(string? folder, Terminal terminal, CancellationToken ct)
    {
        var scratch = Directory.CreateTempSubdirectory("earmark-demo-");
        try
        {
            var tour = new Tour(terminal, scratch.FullName);
            return await tour.RunAsync(folder, ct) ? ExitCode.Success : ExitCode.Error;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }
}
