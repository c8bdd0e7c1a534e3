using System.CommandLine;
using System.Globalization;

namespace Earmark.Cli.Verbs;

/// <summary>Which part of a file is the clip.</summary>
internal sealed class PartArguments
{
    // Shorter than a sample at any rate that music has; longer than any file.
    private const double ShortestSeconds = 0.001;
    private const double LongestSeconds = 10_000_000;

    private readonly Option<TimeSpan?> _start = Time("--start", 0, "Where in the file the clip begins, in seconds");

    private readonly Option<TimeSpan?> _duration = Time(
        "--duration", ShortestSeconds, "How long the clip is, in seconds; without it, to the end");

    /// <summary>Offers the options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_start);
        command.Add(_duration);
    }

    /// <summary>Where it begins.</summary>
    public TimeSpan Start(ParseResult parsed) => parsed.GetValue(_start) ?? TimeSpan.Zero;

    /// <summary>How long it is; null for all that follows.</summary>
    public TimeSpan? Duration(ParseResult parsed) => parsed.GetValue(_duration);

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
