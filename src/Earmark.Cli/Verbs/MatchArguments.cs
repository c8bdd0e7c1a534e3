using System.CommandLine;
using System.Globalization;
using Earmark.Matching;

namespace Earmark.Cli.Verbs;

/// <summary>How sure an answer must be and how far to search: the same options wherever clips are asked for.</summary>
/// <param name="byDefault">The threshold where none is given.</param>
internal sealed class MatchArguments(double byDefault = MatchOptions.Balanced)
{
    private readonly Option<double> _threshold = new("--threshold")
    {
        Description = "How rarely an unknown clip may get a name: balanced (1 in 100), certain (1 in 10,000), " +
            "or the expected number of false matches per clip, such as 0.001",
        HelpName = "LEVEL",
        DefaultValueFactory = _ => byDefault,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Parse(text) is { } level)
            {
                return level;
            }

            result.AddError(
                $"--threshold {text} cannot be; expected balanced, certain, or a number above 0 and at most 1000.");
            return MatchOptions.Balanced;
        },
    };

    private readonly Option<bool> _wide = new("--wide")
    {
        Description = "Also try speed from -20 to +26 %, pitch to ±4 semitones, tempo and pitch together; slower",
    };

    /// <summary>Offers the options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_threshold);
        command.Add(_wide);
    }

    /// <summary>Reads them.</summary>
    public MatchOptions Read(ParseResult parsed) =>
        new() { MaxEValue = parsed.GetValue(_threshold), Wide = parsed.GetValue(_wide) };

    private static double? Parse(string text) => text switch
    {
        "balanced" => MatchOptions.Balanced,
        "certain" => MatchOptions.Certain,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var level)
            && level is > 0 and <= 1000 ? level : null,
    };
}
