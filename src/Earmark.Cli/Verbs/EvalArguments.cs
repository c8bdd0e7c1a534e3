using System.CommandLine;
using System.Globalization;
using Earmark.Cli.Degrading;
using Earmark.Cli.Evaluation;
using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>What `earmark eval` is told on the command line.</summary>
internal sealed class EvalArguments
{
    private static readonly EvaluationOptions Defaults = new() { Conditions = [] };

    private readonly Argument<string?> _source = new("SOURCE")
    {
        Description = "A library, or a folder of audio; without it, the library of --library",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<double> _clips = Number("--clips", "N", Defaults.ClipCount, 1, 100_000,
        "Places to cut clips from, and as many in --foreign; each serves all conditions and lengths");

    private readonly Option<string> _lengths = new("--lengths")
    {
        Description = "Lengths of clips in seconds, between commas",
        HelpName = "LIST",
        DefaultValueFactory = _ => EvalText.Write(Defaults.Lengths),
    };

    private readonly Option<string> _conditions = new("--conditions")
    {
        Description = "What happens to clips, between commas: a name alone (babble), a level (babble:-5), " +
            "or several in turn (tempo:+5/pitch:-1), out of " + EvalText.ListConditions(),
        HelpName = "LIST",
        DefaultValueFactory = _ => EvaluationOptions.DefaultConditions,
    };

    private readonly Option<string?> _noise = Folder("--noise", "Recordings of noise, for the condition noise");

    private readonly Option<string?> _rooms = Folder(
        "--rooms", "Impulse responses of rooms, for reverb and mic; without it rooms are computed");

    private readonly Option<double> _unknown = Number("--unknown", "SHARE", Defaults.UnknownShare, 0, 0.9,
        "Share of the tracks to leave out of the library, and of clips cut from them; " +
        "seeds 1 to 10 leave out every track once at 0.1");

    private readonly Option<string?> _foreign = Folder("--foreign",
        "Recordings that are surely not in the library: no clip of them should be given a name");

    private readonly Option<bool> _onlyUnknown = new("--only-unknown")
    {
        Description = "Ask about no known clips: only about tracks left out and --foreign",
    };

    private readonly Option<double> _seed = Number(
        "--seed", "N", Defaults.Seed, 0, int.MaxValue, "Draws other tracks, clips, rooms and noises");

    private readonly Option<string?> _html = new("--html")
    {
        Description = "Write a page with curves to this file as well",
        HelpName = "FILE",
    };

    private readonly MatchArguments _match = new();

    /// <summary>Offers the options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_source);
        foreach (var option in new Option[]
        {
            _clips, _lengths, _conditions, _noise, _rooms, _unknown, _foreign, _onlyUnknown, _seed, _html,
        })
        {
            command.Add(option);
        }

        _match.AddTo(command);
    }

    /// <summary>What is asked, and how.</summary>
    /// <param name="threads">Clips worked on at the same time.</param>
    /// <exception cref="UsageException">Some of it cannot be.</exception>
    public EvaluationOptions Read(ParseResult parsed, int threads)
    {
        var options = new EvaluationOptions
        {
            ClipCount = (int)parsed.GetValue(_clips),
            Lengths = EvalText.ParseLengths(parsed.GetRequiredValue(_lengths)),
            Conditions = EvalText.ParseConditions(parsed.GetRequiredValue(_conditions)),
            UnknownShare = parsed.GetValue(_unknown),
            Foreign = Existing(parsed, _foreign),
            OnlyUnknown = parsed.GetValue(_onlyUnknown),
            Seed = (int)parsed.GetValue(_seed),
            Match = _match.Read(parsed),
            Threads = threads,
        };
        if (options is { OnlyUnknown: true, UnknownShare: 0, Foreign: null })
        {
            throw new UsageException(
                "--only-unknown leaves nothing to ask about; expected --unknown above 0 or --foreign FOLDER with it.");
        }

        // Nobody who left the conditions alone needs to hear that there are no recordings of noise.
        if (parsed.GetResult(_conditions) is { Implicit: true } && parsed.GetValue(_noise) is null)
        {
            var silent = options.Conditions.Where(known => known.Steps.All(step => !step.Degradation.NeedsNoises));
            options = options with { Conditions = [.. silent] };
        }

        return options;
    }

    /// <summary>The library or folder that was given; null for the library of all verbs.</summary>
    public string? Source(ParseResult parsed) =>
        parsed.GetValue(_source) is { } given ? GivenPath.Demand(given, "eval") : null;

    /// <summary>The file for the page; null for none.</summary>
    public ResultFile? Page(ParseResult parsed) => ResultFile.Of(parsed, _html);

    /// <summary>Opens the recordings of noise; null where none were given. Reads all of them.</summary>
    public SoundFolder? Noises(ParseResult parsed, CancellationToken ct) => Open(parsed, _noise, ct);

    /// <summary>Opens the impulse responses; null where none were given.</summary>
    public SoundFolder? Rooms(ParseResult parsed, CancellationToken ct) => Open(parsed, _rooms, ct);

    private static SoundFolder? Open(ParseResult parsed, Option<string?> option, CancellationToken ct) =>
        Existing(parsed, option) is { } folder
            ? SoundFolder.Open(folder, ct) ?? throw NoSounds(option, folder)
            : null;

    private static string? Existing(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } folder)
        {
            return null;
        }

        return Directory.Exists(GivenPath.Demand(folder, option.Name)) ? folder : throw NoSounds(option, folder);
    }

    private static UsageException NoSounds(Option<string?> option, string folder) =>
        new($"{option.Name} {folder} holds no recording; expected a folder with sounds in it.");

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
