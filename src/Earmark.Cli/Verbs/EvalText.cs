using System.Globalization;
using Earmark.Cli.Degrading;
using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>Lengths and conditions as they are written on the command line.</summary>
internal static class EvalText
{
    // Less than a second holds hardly a landmark; more is no clip, and each takes its length in memory several times.
    private const double ShortestSeconds = 1;
    private const double LongestSeconds = 60;

    /// <summary>Reads "3,5,10"; ascending, each once.</summary>
    /// <exception cref="UsageException">It is no such list.</exception>
    public static IReadOnlyList<double> ParseLengths(string text)
    {
        var lengths = new SortedSet<double>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                || seconds is not (>= ShortestSeconds and <= LongestSeconds))
            {
                throw new UsageException(
                    $"--lengths {text} cannot be; expected seconds from {ShortestSeconds} to {LongestSeconds}, " +
                    "such as 3,5,10.");
            }

            lengths.Add(seconds);
        }

        return lengths.Count > 0
            ? [.. lengths]
            : throw new UsageException("--lengths is empty; expected seconds, such as 3,5,10.");
    }

    /// <summary>Writes what <see cref="ParseLengths"/> reads.</summary>
    public static string Write(IEnumerable<double> lengths) =>
        string.Join(',', lengths.Select(length => length.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Reads "clean,babble:-5".</summary>
    /// <exception cref="UsageException">It is no such list; the message says what there is.</exception>
    public static IReadOnlyList<Condition> ParseConditions(string text)
    {
        try
        {
            return Condition.ParseList(text) is { Count: > 0 } conditions
                ? conditions
                : throw new UsageException("--conditions is empty; expected some, such as clean,babble:-5.");
        }
        catch (FormatException e)
        {
            throw new UsageException($"{e.Message}.");
        }
    }

    /// <summary>All conditions in a line, with the units of their levels: "clean, mp3:kbit/s, …".</summary>
    public static string ListConditions() => string.Join(", ", Degradations.All.Select(degradation =>
        $"{degradation.Name}{(degradation.Unit is { } unit ? $":{unit}" : "")}"));
}
