using System.Globalization;
using Earmark.Cli.Evaluation;
using Spectre.Console;
using Text = Earmark.Server.Contracts.Text;

namespace Earmark.Cli.Verbs;

/// <summary>The tables of an evaluation, for a terminal.</summary>
internal static class EvalTables
{
    /// <summary>A row for each condition: right answers by length, and the rest over all lengths.</summary>
    public static Table Conditions(EvaluationResult result)
    {
        var table = Plain();
        table.AddColumn("condition");
        foreach (var length in result.Options.Lengths)
        {
            table.AddColumn(Right(FormattableString.Invariant($"{length} s")));
        }

        foreach (var name in new[] { "ambiguous", "wrong", "unknown", "offset", "9 in 10", "speed", "pitch", "ms" })
        {
            table.AddColumn(Right(name));
        }

        var cells = result.Cells().ToLookup(cell => cell.Condition.Name);
        foreach (var condition in result.Options.Conditions)
        {
            var all = Score.Of([.. result.Trials.Where(trial => trial.Condition == condition.Name)]);
            table.AddRow(
            [
                condition.Name,
                .. cells[condition.Name].Select(cell => Percent(cell.Score.Recall)),
                all.AmongSeveralCount.ToString(CultureInfo.InvariantCulture),
                all.Wrong.Count.ToString(CultureInfo.InvariantCulture),
                Of(all.FalseAccepts),
                Number(all.OffsetError.Median, 3),
                Number(all.OffsetError.NineInTen, 3),
                Number(100 * all.TimeFactorError.Median, 2),
                Number(100 * all.FrequencyFactorError.Median, 2),
                Number(1000 * all.Seconds.Median, 0),
            ]);
        }

        return table;
    }

    /// <summary>Unknown clips: how many were given a name, by condition and length.</summary>
    public static Table Unknown(EvaluationResult result)
    {
        var table = Plain();
        table.AddColumn("condition");
        foreach (var length in result.Options.Lengths.Select(length => FormattableString.Invariant($"{length} s")))
        {
            table.AddColumn(Right(length));
            table.AddColumn("95 % interval");
        }

        foreach (var cells in result.Cells().GroupBy(cell => cell.Condition.Name))
        {
            table.AddRow(
            [
                cells.Key,
                .. cells.SelectMany(cell => new[] { Of(cell.Score.FalseAccepts), Interval(cell.Score.FalseAccepts) }),
            ]);
        }

        return table;
    }

    /// <summary>Unknown clips by what they were cut from, over all conditions and lengths.</summary>
    public static Table Kinds(EvaluationResult result)
    {
        var table = Plain();
        table.AddColumn("cut from");
        table.AddColumn(Right("given a name"));
        table.AddColumn("95 % interval");
        foreach (var kind in result.Kinds().GroupBy(kind => kind.Kind))
        {
            var all = new Proportion(
                kind.Sum(cell => cell.FalseAccepts.Count), kind.Sum(cell => cell.FalseAccepts.Total));
            table.AddRow(Plain(kind.Key), Of(all), Interval(all));
        }

        return table;
    }

    /// <summary>Unknown clips that were given a name, the surest first.</summary>
    public static Table FalseAccepts(IEnumerable<Trial> accepts)
    {
        var table = Plain();
        foreach (var name in new[] { "E-value", "score" })
        {
            table.AddColumn(Right(name));
        }

        foreach (var name in new[] { "condition", "length", "a clip of", "at", "was named" })
        {
            table.AddColumn(name);
        }

        foreach (var accept in accepts)
        {
            table.AddRow(
                (accept.EValue ?? double.NaN).ToString("0.0e0", CultureInfo.InvariantCulture),
                Number(accept.GuessScore, 1),
                accept.Condition,
                FormattableString.Invariant($"{accept.Length} s"),
                Plain(accept.Recording.Name),
                Text.Clock(accept.Start),
                Plain(accept.Guess ?? "–"));
        }

        return table;
    }

    /// <summary>Tracks whose clips were missed, over all conditions and lengths.</summary>
    public static Table HardTracks(IEnumerable<(string Track, Proportion Missed)> tracks)
    {
        var table = Plain();
        table.AddColumn("track");
        table.AddColumn(Right("clips missed"));
        foreach (var (track, missed) in tracks)
        {
            table.AddRow(Plain(track), Of(missed));
        }

        return table;
    }

    /// <summary>What best guesses would be worth at other thresholds.</summary>
    public static Table Thresholds(EvaluationResult result)
    {
        var table = Plain();
        string[] known = result.HasKnown ? ["right", "wrong"] : [];
        foreach (var name in known.Prepend("E-value").Concat(["unknown answered", "95 % interval"]))
        {
            table.AddColumn(Right(name));
        }

        foreach (var eValue in ThresholdScore.EValues)
        {
            var score = ThresholdScore.Of(result.Trials, eValue);
            string[] shares = result.HasKnown
                ? [Number(100 * score.Recall.Share, 1), Number(100 * score.Wrong.Share, 1)]
                : [];
            table.AddRow(
            [
                eValue.ToString("0.######", CultureInfo.InvariantCulture),
                .. shares,
                Number(100 * score.FalseAccepts.Share, Digits(score.FalseAccepts)),
                Interval(score.FalseAccepts),
            ]);
        }

        return table;
    }

    /// <summary>How far stated confidence can be trusted.</summary>
    public static Table Reliability(EvaluationResult result)
    {
        var table = Plain();
        foreach (var name in new[] { "confidence", "guesses", "said", "right" })
        {
            table.AddColumn(Right(name));
        }

        foreach (var bin in ReliabilityBin.Of(result.Trials).Where(bin => bin.Right.Total > 0))
        {
            table.AddRow(
                FormattableString.Invariant($"{100 * bin.Low:0.#} – {100 * bin.High:0.#}"),
                bin.Right.Total.ToString("N0", CultureInfo.InvariantCulture),
                Number(100 * bin.MeanConfidence, 1),
                Number(100 * bin.Right.Share, 1));
        }

        return table;
    }

    /// <summary>A share in whole per cent.</summary>
    public static string Percent(Proportion proportion) => Number(100 * proportion.Share, 0);

    /// <summary>"3 of 40".</summary>
    public static string Of(Proportion proportion) =>
        proportion.Total > 0 ? $"{proportion.Count} of {proportion.Total}" : "–";

    /// <summary>The 95 % interval, with as many digits as tell its end from 0.</summary>
    public static string Interval(Proportion proportion)
    {
        var (low, high) = proportion.Interval();
        var digits = Digits(proportion);
        return double.IsNaN(low) ? "–" : $"{Number(100 * low, digits)} – {Number(100 * high, digits)} %";
    }

    /// <summary>A number with so many digits; a dash where there is none.</summary>
    public static string Number(double value, int digits) =>
        double.IsNaN(value) ? "–" : value.ToString($"F{digits}", CultureInfo.InvariantCulture);

    private static int Digits(Proportion proportion) => proportion.Interval().High switch
    {
        >= 0.01 or double.NaN => 1,
        _ when proportion.Total < 1000 => 1,
        >= 0.001 => 2,
        _ => 3,
    };

    private static Table Plain() => new() { Border = TableBorder.Simple };

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();

    /// <summary>A name as it is, whatever is in it.</summary>
    private static string Plain(string name) => Markup.Escape(Text.OneLine(name));
}
