using System.CommandLine;
using Earmark.Cli.Evaluation;
using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark eval`: how well clips of the user's own music are named, by condition and length.</summary>
internal static class EvalVerb
{
    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(10);

    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var command = new Command("eval", "Measure what recognition to expect on your own music");
        var arguments = new EvalArguments();
        arguments.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            var options = arguments.Read(parsed, global.Threads(parsed));
            var page = arguments.Page(parsed);
            var music = arguments.Source(parsed) ?? global.Library(parsed);
            var writer = new EvalWriter(terminal, global.Format(parsed), page);
            writer.Prepare();
            var watch = new EvalWatch(terminal, NoteInterval);
            var scratch = Directory.CreateTempSubdirectory("earmark-eval-");
            try
            {
                var result = await watch.RunAsync(() => Task.Run(
                    () => Examination.RunAsync(
                        music,
                        scratch.FullName,
                        options,
                        arguments.Noises(parsed, ct),
                        arguments.Rooms(parsed, ct),
                        watch,
                        ct),
                    CancellationToken.None));
                writer.Write(result, watch.Elapsed);
                return result.IsComplete ? ExitCode.Success : ExitCode.Error;
            }
            finally
            {
                scratch.Delete(recursive: true);
            }
        });
        return command;
    }
}
