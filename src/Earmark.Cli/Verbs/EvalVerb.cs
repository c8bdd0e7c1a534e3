using System.CommandLine;
using System.Globalization;
using Earmark.Cli.Degrading;
using Earmark.Cli.Evaluation;
using Earmark.Cli.Output;
using Earmark.Matching;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark eval`: how well clips of the user's own music are named, by condition and length.</summary>
internal static class EvalVerb
{
    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(10);

    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var defaults = new EvaluationOptions { Conditions = [] };
        var source = new Argument<string?>("SOURCE")
        {
            Description = "A library, or a folder of audio; without it, the library of --library",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var clips = Number("--clips", "N", defaults.ClipCount, 1, 100_000,
            "Places to cut clips from; each serves all conditions and lengths");
        var lengths = new Option<string>("--lengths")
        {
            Description = "Lengths of clips in seconds, between commas",
            HelpName = "LIST",
            DefaultValueFactory = _ => EvalText.Write(defaults.Lengths),
        };
        var conditions = new Option<string>("--conditions")
        {
            Description = "What happens to clips, between commas: a name alone (babble), a level (babble:-5), " +
                "or several in turn (tempo:+5/pitch:-1), out of " + EvalText.ListConditions(),
            HelpName = "LIST",
            DefaultValueFactory = _ => EvaluationOptions.DefaultConditions,
        };
        var noise = Folder("--noise", "Recordings of noise, for the condition noise");
        var rooms = Folder("--rooms", "Impulse responses of rooms, for reverb and mic; without it rooms are computed");
        var unknown = Number("--unknown", "SHARE", defaults.UnknownShare, 0, 0.9,
            "Share of the tracks to leave out of the library, and of clips cut from them");
        var seed = Number("--seed", "N", defaults.Seed, 0, int.MaxValue, "Draws other tracks, clips, rooms and noises");
        var html = new Option<string?>("--html")
        {
            Description = "Write a page with curves to this file as well",
            HelpName = "FILE",
        };
        var command = new Command("eval", "Measure what recognition to expect on your own music")
        {
            source, clips, lengths, conditions, noise, rooms, unknown, seed, html,
        };
        var match = new MatchArguments();
        match.AddTo(command);
        command.SetAction((parsed, ct) =>
        {
            var options = new EvaluationOptions
            {
                ClipCount = (int)parsed.GetValue(clips),
                Lengths = EvalText.ParseLengths(parsed.GetRequiredValue(lengths)),
                Conditions = EvalText.ParseConditions(parsed.GetRequiredValue(conditions)),
                UnknownShare = parsed.GetValue(unknown),
                Seed = (int)parsed.GetValue(seed),
                Match = match.Read(parsed),
                Threads = global.Threads(parsed),
            };
            // Nobody who left the conditions alone needs to hear that there are no recordings of noise.
            if (parsed.GetResult(conditions) is { Implicit: true } && parsed.GetValue(noise) is null)
            {
                var silent = options.Conditions.Where(known => known.Steps.All(step => !step.Degradation.NeedsNoises));
                options = options with { Conditions = [.. silent] };
            }

            var page = parsed.GetValue(html) is { } file ? GivenPath.Demand(file, html.Name) : null;
            var music = parsed.GetValue(source) is { } given ? GivenPath.Demand(given, "eval") : global.Library(parsed);
            var writer = new EvalWriter(terminal, global.Format(parsed), page);
            return RunAsync(
                music, options, parsed.GetValue(noise), parsed.GetValue(rooms), writer, terminal, ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string source,
        EvaluationOptions options,
        string? noise,
        string? rooms,
        EvalWriter writer,
        Terminal terminal,
        CancellationToken ct)
    {
        writer.Prepare();
        var scratch = Directory.CreateTempSubdirectory("earmark-eval-");
        try
        {
            var watch = new EvalWatch(terminal, NoteInterval);
            var result = await watch.RunAsync(() => Task.Run(
                () => Examination.RunAsync(
                    source,
                    scratch.FullName,
                    options,
                    Open(noise, "--noise", ct),
                    Open(rooms, "--rooms", ct),
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
    }

    private static SoundFolder? Open(string? folder, string option, CancellationToken ct)
    {
        if (folder is null)
        {
            return null;
        }

        return Directory.Exists(GivenPath.Demand(folder, option)) && SoundFolder.Open(folder, ct) is { } sounds
            ? sounds
            : throw new UsageException($"{option} {folder} holds no recording; expected a folder with sounds in it.");
    }

    private static Option<string?> Folder(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FOLDER",
    };

    private static Option<double> Number(
        string name, string helpName, double standard, double least, double most, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var isWhole = helpName == "N";
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most && (!isWhole || number == Math.Floor(number)))
            {
                return number;
            }

            result.AddError(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} {text} cannot be; expected a {(isWhole ? "whole " : "")}number from {least} to {most}."));
            return standard;
        },
    };
}
