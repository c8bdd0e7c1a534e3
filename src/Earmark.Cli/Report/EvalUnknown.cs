using System.Globalization;
using Earmark.Cli.Evaluation;
using Earmark.Cli.Output;

namespace Earmark.Cli.Report;

/// <summary>The part of the page about clips of nothing in the library.</summary>
internal static class EvalUnknown
{
    /// <summary>As HTML; nothing where there were no such clips.</summary>
    public static string Write(EvaluationResult result) => result.Total.FalseAccepts.Total == 0
        ? ""
        : "<section class=\"wide\">\n<h2>Unknown clips</h2>\n" +
            "<p>Clips of tracks left out and of foreign recordings: none of them should be given a name.</p>\n" +
            $"<div class=\"scroll\">\n{Cells(result)}</div>\n<div class=\"scroll\">\n{Kinds(result)}</div>\n" +
            $"<div class=\"scroll\">\n{Accepts(result.FalseAccepts())}</div>\n</section>\n";

    private static string Cells(EvaluationResult result) => Html.Table(
        "Given a name, by condition and length, with 95 % intervals.",
        ["condition", .. result.Options.Lengths.Select(length => FormattableString.Invariant($"{length} s"))],
        result.Cells().GroupBy(cell => cell.Condition.Name).Select(cells => (IReadOnlyList<TableCell>)
            [cells.Key, .. cells.Select(cell => new TableCell(Said(cell.Score.FalseAccepts)))]));

    private static string Kinds(EvaluationResult result) => Html.Table(
        "Given a name, by what the clips were cut from and condition, over all lengths.",
        ["cut from", "condition", "given a name"],
        result.Kinds().Select(kind => (IReadOnlyList<TableCell>)
            [kind.Kind, kind.Condition, Said(kind.FalseAccepts)]));

    private static string Accepts(IReadOnlyList<Trial> accepts) => accepts.Count == 0
        ? "<p>No unknown clip was given a name.</p>\n"
        : Html.Table(
            "Every unknown clip that was given a name, the surest first.",
            ["a clip of", "at", "condition", "length", "was named", "score", "E-value"],
            accepts.Select(accept => (IReadOnlyList<TableCell>)
            [
                Text.OneLine(accept.Recording.Name),
                Text.Clock(accept.Start),
                accept.Condition,
                FormattableString.Invariant($"{accept.Length} s"),
                Text.OneLine(accept.Guess ?? "–"),
                accept.GuessScore.ToString("F1", CultureInfo.InvariantCulture),
                (accept.EValue ?? double.NaN).ToString("0.0e0", CultureInfo.InvariantCulture),
            ]));

    private static string Said(Proportion proportion) => proportion.Total > 0
        ? $"{proportion.Count} of {proportion.Total}; {EvalPage.Interval(proportion)}"
        : "–";
}
