using System.CommandLine;
using System.Globalization;

namespace Earmark.Cli.Verbs;

/// <summary>Which part of a file is the clip, and how its samples lie: the same wherever clips are given.</summary>
internal sealed class ClipArguments
{
    // Shorter than a sample at any rate that music has; longer than any file.
    private const double ShortestSeconds = 0.001;
    private const double LongestSeconds = 10_000_000;

    private readonly Option<TimeSpan?> _start = Time("--start", 0, "Where in the file the clip begins, in seconds");

    private readonly Option<TimeSpan?> _duration = Time(
        "--duration", ShortestSeconds, "How long the clip is, in seconds; without it, to the end");

    private readonly Option<string?> _pcm = new("--pcm")
    {
        Description = "The input is raw samples of this format, such as s16le:44100:2",
        HelpName = "FORMAT",
    };

    private readonly MatchArguments _match = new();

    /// <summary>Offers the options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_start);
        command.Add(_duration);
        command.Add(_pcm);
        _match.AddTo(command);
    }

    /// <summary>Reads them.</summary>
    public QueryOptions Read(ParseResult parsed) => new()
    {
        Start = parsed.GetValue(_start) ?? TimeSpan.Zero,
        Duration = parsed.GetValue(_duration),
        Pcm = parsed.GetValue(_pcm) is { } format ? PcmArgument.Parse(format) : null,
        Match = _match.Read(parsed),
    };

    private static Option<TimeSpan?> Time(string name, double least, string description) => new(name)
    {
        Description = description,
        HelpName = "S",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                && seconds >= least && seconds <= LongestSeconds)
            {
                return TimeSpan.FromSeconds(seconds);
            }

            result.AddError(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} {text} cannot be; expected seconds, from {least} to {LongestSeconds}."));
            return null;
        },
    };
}
