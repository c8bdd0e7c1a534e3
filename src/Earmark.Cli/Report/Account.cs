using System.Globalization;
using Earmark.Cli.Output;
using Earmark.Matching;

namespace Earmark.Cli.Report;

/// <summary>An answer, and the track whose case is looked at: all that its pictures are drawn from.</summary>
/// <param name="Answer">With the contrast of what was heard.</param>
/// <param name="Chosen">The track: the best, or the one asked about; null where there is none.</param>
/// <param name="Explanation">The clip laid over it; null where there is no track, or it has gone since.</param>
internal sealed record Account(
    QueryAnswer Answer, Contender? Chosen, Explanation? Explanation, FingerprintProfile Profile, MatchOptions Options)
{
    /// <summary>Name of the track that was asked about; null where the best one is looked at.</summary>
    public string? Asked { get; init; }

    /// <summary>The stretch that is drawn, in seconds of the query: where the track was looked for.</summary>
    public (double Start, double Stop) Span => Chosen is { Stretch: var stretch }
        ? (stretch.Start, Math.Min(stretch.Stop, Answer.Duration.TotalSeconds))
        : (0, Math.Min(Options.LongestClip.TotalSeconds, Answer.Duration.TotalSeconds));

    /// <summary>Whether the answer names the track.</summary>
    public bool IsNamed => Chosen is { Match.Track.Id: var id } && Answer.Matches.Any(match => match.Track.Id == id);

    /// <summary>What must be left of a score, in nats.</summary>
    public double Needed => Answer.Evidence.NeededMargin;

    /// <summary>The answer in a few words.</summary>
    public string Headline => (Chosen, IsNamed) switch
    {
        (null, _) => Asked is null ? "Nothing in the library resembles this clip" : $"Not {Asked}",
        ({ } chosen, true) when Answer.Decision == Decision.Ambiguous =>
            $"One of {Answer.Matches.Count}: {Text.Name(chosen.Match.Track)}",
        ({ } chosen, true) => Text.Name(chosen.Match.Track),
        ({ } chosen, _) when Answer.Decision == Decision.None && Answer.Evidence.BestGuess == chosen.Match =>
            $"No match; the nearest is {Text.Name(chosen.Match.Track)}",
        ({ } chosen, _) => $"Not {Text.Name(chosen.Match.Track)}",
    };

    /// <summary>Why, in sentences.</summary>
    public IEnumerable<string> Reasons()
    {
        if (Chosen is not { } chosen)
        {
            yield return Answer.Heard.Peaks.Count == 0
                ? "The clip is silent: there is nothing in it to compare."
                : (Asked is null ? "No track has anything" : $"{Asked} has nothing") +
                    " in common with it that chance would not have too.";
            if (Answer.Best is { } named)
            {
                yield return $"{Text.Name(named.Track)} was named, with {Nats(named.Score)} nats.";
            }

            yield break;
        }

        var match = chosen.Match;
        var name = Text.Name(match.Track);
        yield return (IsNamed ? $"The clip is {name}" : $"If it were {name}, it would be") +
            $" from {Text.Clock(match.Offset)} on{Changed(match)}.";
        yield return $"Its score is {Nats(match.Score)} nats. Chance would find {Nats(chosen.Stretch.Chance)} of " +
            $"that, and music that is merely alike {Nats(chosen.AlikeLevel)}; {Nats(chosen.Margin)} are left. " +
            $"A name needs {Nats(Needed)} at this threshold ({Rarity(Options.MaxEValue)}).";
        yield return IsNamed
            ? $"An unknown clip would come this far {Often(match.EValue)}."
            : WhyNot(chosen);
        if (Answer.Decision == Decision.Ambiguous && IsNamed)
        {
            yield return $"{Answer.Matches.Count} tracks fit this clip equally well: one recording twice, or several " +
                "that sound the same here.";
        }
    }

    /// <summary>A score or a part of it.</summary>
    public static string Nats(double nats) =>
        (Math.Round(nats, 1) + 0.0).ToString("0.0", CultureInfo.InvariantCulture).Replace('-', '−');

    private string WhyNot(Contender chosen) => Answer.Best is { } best && best.Track.Id != chosen.Match.Track.Id
        ? chosen.Margin >= Needed
            ? $"That would be enough, but {Text.Name(best.Track)} fits better, with {Nats(best.Score)} nats."
            : $"That is not enough; {Text.Name(best.Track)} was named instead, with {Nats(best.Score)} nats."
        : $"That is not enough: an unknown clip would come this far {Often(chosen.Match.EValue)}.";

    private static string Changed(Match match)
    {
        var (speed, pitch) = (100 * (match.TimeFactor - 1), 100 * (match.FrequencyFactor - 1));
        string?[] parts =
        [
            Math.Abs(speed) >= 0.5 ? $"{Tenths(speed)} % {(speed > 0 ? "faster" : "slower")}" : null,
            Math.Abs(pitch) >= 0.5 ? $"{Tenths(pitch)} % {(pitch > 0 ? "higher" : "lower")}" : null,
        ];
        var said = string.Join(" and ", parts.OfType<string>());
        return said.Length > 0 ? $", {said}" : "";
    }

    private static string Tenths(double percent) =>
        Math.Abs(percent).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Rarity(double eValue) => $"one name in {Round(1 / eValue)} unknown clips";

    private static string Often(double eValue) => eValue switch
    {
        >= 0.5 => "as often as not",
        _ => $"once in {Round(1 / eValue)} times",
    };

    private static string Round(double count) => count switch
    {
        < 1e4 => count.ToString("N0", CultureInfo.InvariantCulture),
        < 1e6 => $"{Digits(count / 1e3)},000",
        < 1e9 => $"{Digits(count / 1e6)} million",
        _ => "a billion or more",
    };

    private static string Digits(double count) => count.ToString("0", CultureInfo.InvariantCulture);
}
