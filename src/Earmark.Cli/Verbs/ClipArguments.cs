using System.CommandLine;

namespace Earmark.Cli.Verbs;

/// <summary>What of a file is the clip, and how its samples lie: the same wherever clips are asked about.</summary>
internal sealed class ClipArguments
{
    private readonly PartArguments _part = new();

    private readonly Option<string?> _pcm = new("--pcm")
    {
        Description = "The input is raw samples of this format, such as s16le:44100:2",
        HelpName = "FORMAT",
    };

    private readonly MatchArguments _match = new();

    /// <summary>Offers the options.</summary>
    public void AddTo(Command command)
    {
        _part.AddTo(command);
        command.Add(_pcm);
        _match.AddTo(command);
    }

    /// <summary>Reads them.</summary>
    public QueryOptions Read(ParseResult parsed) => new()
    {
        Start = _part.Start(parsed),
        Duration = _part.Duration(parsed),
        Pcm = parsed.GetValue(_pcm) is { } format ? PcmArgument.Parse(format) : null,
        Match = _match.Read(parsed),
    };
}
