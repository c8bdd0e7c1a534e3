using System.Globalization;
using Earmark.Cli.Degrading;
using Earmark.Cli.Evaluation;
using Earmark.Cli.Pictures;

namespace Earmark.Cli.Report;

/// <summary>The charts of an evaluation, each with its table, where there is something to show.</summary>
internal static class EvalCharts
{
    /// <summary>As HTML, in the order of the page.</summary>
    public static IEnumerable<string> All(EvaluationResult result)
    {
        var cells = result.HasKnown ? result.Cells() : [];
        var noises = Leveled(cells, "dB");
        foreach (var length in noises.Select(cell => cell.Length).Distinct())
        {
            yield return Chart(
                $"Noise, {Number(length)} s", "Clips named right, by the ratio of music to noise.",
                "music above noise, dB", [.. noises.Where(cell => cell.Length == length)]);
        }

        foreach (var (unit, heading, axis) in new[]
        {
            ("%", "Faster and slower", "change, %"), ("semitones", "Higher and lower", "semitones"),
        })
        {
            var changed = Leveled(cells, unit);
            if (changed.Count > 0)
            {
                yield return Chart(heading, "Clips named right, over all lengths.", axis, changed);
            }
        }

        if (result.Options.Lengths.Count > 1)
        {
            foreach (var (heading, group) in Groups(cells))
            {
                yield return ByLength(heading, group, result.Options.Lengths);
            }
        }

        yield return Thresholds(result.Trials, result.Options.Match.MaxEValue);
        if (result.HasKnown)
        {
            yield return Reliability(result.Trials);
        }
    }

    /// <summary>Right answers by level; one curve for each degradation.</summary>
    private static string Chart(string heading, string explanation, string axis, IReadOnlyList<Cell> cells)
    {
        var levels = Levels(cells);
        var shares = cells
            .GroupBy(cell => (cell.Condition.Steps[0].Degradation.Name, cell.Condition.Steps[0].Level))
            .ToDictionary(group => group.Key, group => new Proportion(
                group.Sum(cell => cell.Score.Recall.Count), group.Sum(cell => cell.Score.Recall.Total)));
        var names = cells.Select(cell => cell.Condition.Steps[0].Degradation.Name).Distinct().ToList();
        var curves = names.Select(name => new Curve(name, [.. levels.Where(level => shares.ContainsKey((name, level)))
            .Select(level => ToPoint(level, shares[(name, level)], $"{Signed(level)}: "))]));
        var ticks = levels.Select(level => new Tick(level, Signed(level))).ToList();
        var chart = ToChart(heading, new Axis(axis, ticks), "right, %", [.. curves]);
        var table = Html.Table(heading, [axis, .. names], levels.Select(level => (IReadOnlyList<TableCell>)
        [
            Signed(level), .. names.Select(name => new TableCell(
                shares.TryGetValue((name, level), out var share) ? Said(share) : "")),
        ]));
        return Html.Figure(heading, explanation, chart.ToSvg(), table);
    }

    private static string ByLength(string heading, IReadOnlyList<Cell> cells, IReadOnlyList<double> lengths)
    {
        var curves = cells.GroupBy(cell => cell.Condition.Name).Select(group => new Curve(
            group.Key,
            [.. group.Select(cell => ToPoint(cell.Length, cell.Score.Recall, $"{Number(cell.Length)} s: "))])).ToList();
        var ticks = lengths.Select(length => new Tick(length, Number(length))).ToList();
        var chart = ToChart(heading, new Axis("length of the clip, s", ticks), "right, %", curves);
        var table = Html.Table(
            heading,
            ["condition", .. lengths.Select(length => $"{Number(length)} s")],
            cells.GroupBy(cell => cell.Condition.Name).Select(group => (IReadOnlyList<TableCell>)
                [group.Key, .. group.Select(cell => new TableCell(Said(cell.Score.Recall)))]));
        return Html.Figure(heading, "Clips named right, by their length.", chart.ToSvg(), table);
    }

    private static string Thresholds(IReadOnlyCollection<Trial> trials, double asked)
    {
        const string Heading = "Other thresholds";
        var scores = ThresholdScore.EValues.Reverse().Select(eValue => ThresholdScore.Of(trials, eValue)).ToList();
        var ticks = Enumerable.Range(-6, 7).Select(power => new Tick(power, power == 0 ? "1" : $"1e{power}")).ToList();
        var chart = ToChart(Heading, new Axis("E-value that an answer may have", ticks), "%",
        [
            ToCurve("named right", score => score.Recall),
            ToCurve("unknown named", score => score.FalseAccepts),
            ToCurve("named wrong", score => score.Wrong),
        ]);
        var table = Html.Table(
            Heading,
            ["E-value", "named right", "known given another", "unknown given a name", "95 % interval"],
            scores.Select(score => (IReadOnlyList<TableCell>)
            [
                Number(score.EValue), Said(score.Recall), Said(score.Wrong), Said(score.FalseAccepts),
                EvalPage.Interval(score.FalseAccepts),
            ]));
        return Html.Figure(
            Heading,
            $"If best guesses were accepted up to another E-value; these answers were at {Number(asked)}.",
            chart.ToSvg(),
            table);

        Curve ToCurve(string name, Func<ThresholdScore, Proportion> of) => new(
            name,
            [.. scores.Select(score => ToPoint(
                Math.Log10(score.EValue), of(score), $"E-value {Number(score.EValue)}: "))]);
    }

    private static string Reliability(IReadOnlyCollection<Trial> trials)
    {
        const string Heading = "Confidence";
        var bins = ReliabilityBin.Of(trials).Where(bin => bin.Right.Total > 0).ToList();
        var ticks = Enumerable.Range(0, 6).Select(i => new Tick(0.2 * i, $"{20 * i}")).ToList();
        var points = bins.Select(bin => ToPoint(bin.MeanConfidence, bin.Right, $"said {Share(bin.MeanConfidence)}: "));
        var chart = new Chart(Heading, new Axis("confidence said, %", ticks), Axis.Shares("right, %"))
        {
            Layers =
            [
                new Layer.Path(Ink.Soft, [(0, 0), (1, 1)]) { Dash = 4 },
                new CurveLayer([new Curve("best guesses", [.. points])]),
            ],
        };
        var table = Html.Table(
            Heading,
            ["confidence", "guesses", "said", "right"],
            bins.Select(bin => (IReadOnlyList<TableCell>)
            [
                $"{Share(bin.Low)} – {Share(bin.High)}", $"{bin.Right.Total}", Share(bin.MeanConfidence),
                Said(bin.Right),
            ]));
        return Html.Figure(
            Heading,
            "How often the best guess is right, accepted or not, against what it says of itself: on the dashed line " +
            "it is right as often as it says, above it more often.",
            chart.ToSvg(),
            table);
    }

    private static Chart ToChart(string heading, Axis axis, string label, IReadOnlyList<Curve> curves) =>
        new(heading, axis, Axis.Shares(label)) { Layers = [new CurveLayer(curves)] };

    private static IEnumerable<(string Heading, IReadOnlyList<Cell> Cells)> Groups(IReadOnlyList<Cell> cells) => cells
        .GroupBy(cell => cell.Condition switch
        {
            { TimeFactor: not 1 } or { FrequencyFactor: not 1 } => "Changed speed and pitch, by length",
            { Steps: [{ Degradation: { Unit: "dB", IsSigned: true } }, ..] } => "Noise, by length",
            _ => "Codecs, rooms and filters, by length",
        })
        .Select(group => (group.Key, (IReadOnlyList<Cell>)[.. group]));

    /// <summary>Cells of one degradation with a level of this unit, where there are several of it.</summary>
    private static IReadOnlyList<Cell> Leveled(IEnumerable<Cell> cells, string unit) =>
    [
        .. cells
            .Where(cell => cell.Condition.Steps is [({ IsSigned: true } degradation, _)] && degradation.Unit == unit)
            .GroupBy(cell => cell.Condition.Steps[0].Degradation.Name)
            .Where(kind => kind.DistinctBy(cell => cell.Condition.Name).Count() > 1)
            .SelectMany(kind => kind),
    ];

    private static IReadOnlyList<double> Levels(IEnumerable<Cell> cells) =>
        [.. cells.Select(cell => cell.Condition.Steps[0].Level).Distinct().Order()];

    private static Point ToPoint(double x, Proportion share, string where) => new(x, share.Share, where + Said(share));

    private static string Said(Proportion share) =>
        share.Total > 0 ? $"{EvalPage.Percent(share.Share)} ({share.Count} of {share.Total})" : "–";

    private static string Share(double share) => EvalPage.Percent(share);

    private static string Signed(double level) =>
        level > 0 ? $"+{Number(level)}" : Number(level).Replace('-', '−');

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
