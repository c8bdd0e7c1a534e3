using System.Globalization;
using Earmark.Cli.Output;
using Earmark.Cli.Pictures;
using Earmark.Matching;

namespace Earmark.Cli.Report;

/// <summary>The pictures of what a score is made of, and of what else was tried.</summary>
internal static class EvidenceFigures
{
    private const int ShownRivals = 8;

    /// <summary>What each second of the clip adds to the score.</summary>
    public static Figure BySecond(Account account, Contender chosen, Explanation explanation)
    {
        var (start, stop) = account.Span;
        var seconds = chosen.BySecond;
        var least = Math.Min(0, seconds.DefaultIfEmpty(0).Min());
        var most = Math.Max(1, seconds.DefaultIfEmpty(0).Max());
        var against = seconds.Count(nats => nats < 0);
        var rows = seconds.Select((nats, index) =>
        {
            var second = explanation.Seconds.ElementAtOrDefault((int)start + index);
            return (IReadOnlyList<TableCell>)
                [Axis.Number(start + index), Account.Nats(nats), $"{second.Found} of {second.Expected}"];
        });
        return new Figure(
            "5-evidence",
            "Evidence, second by second",
            "How much more often what the clip has at the track's peaks is met in right tracks than in wrong ones, " +
            "as a logarithm: 1 nat is 2.7 times as often, 2 nats 7 times, 10 nats 22,000 times. " +
            (against == 0
                ? "Every second speaks for the track."
                : $"{against} of {seconds.Count} seconds speak against it (below zero)."),
            size => new Chart(
                "Evidence by second of the clip",
                ExplainFigures.Time(start, Math.Max(stop, start + 0.5), size),
                Axis.Of("evidence, nats", least, most, 4))
            {
                Width = size.Width,
                Height = 0.75 * size.Height,
                Right = 16,
                Layers =
                [
                    .. seconds.Select((nats, index) => new Layer.Bar(
                        nats < 0 ? Ink.Color1 : Ink.Color0, start + index, 0, Math.Min(stop, start + index + 1), nats,
                        $"second {Axis.Number(start + index)}: {Account.Nats(nats)} nats")
                    {
                        Inset = (2, 0),
                    }),
                    new Layer.Path(Ink.Soft, [(start, 0), (stop, 0)]) { Width = 1 },
                ],
            },
            Html.Table("Evidence in nats, and peaks of the track that are peaks of the clip.",
                ["second", "nats", "peaks found"], rows));
    }

    /// <summary>From the score to what is left of it: what decides.</summary>
    public static Figure Margin(Account account, Contender chosen)
    {
        List<(string Name, double From, double To, Ink Ink)> rows = [];
        var at = 0.0;
        Add("cells, all seconds", chosen.BySecond.Sum(), Ink.Color0);
        Add("peaks that meet", chosen.PeakScore, Ink.Color0);
        Add("many changes tried", -chosen.Penalty, Ink.Color1);
        Add("chance", -chosen.Stretch.Chance, Ink.Color1);
        Add("being alike", -chosen.AlikeLevel, Ink.Color1);
        var isEnough = chosen.Margin >= account.Needed;
        rows.Add(("what is left", 0, chosen.Margin, isEnough ? Ink.Color0 : Ink.Color5));
        var low = rows.Min(row => Math.Min(row.From, row.To));
        var high = Math.Max(account.Needed * 1.1, rows.Max(row => Math.Max(row.From, row.To)));
        return new Figure(
            "6-margin",
            "Is it enough?",
            "Evidence adds up (blue), and what has other reasons is taken off (orange): what the third to the fifth " +
            "best track score in this clip, which is chance, and what this one may score by being alike, such as by " +
            "its beat. " +
            $"{Account.Nats(chosen.Margin)} nats are left; the dashed line is what a name needs, " +
            $"{Account.Nats(account.Needed)}.",
            size => RowChart(
                isEnough ? "What is left of the score is enough" : "What is left of the score is not enough",
                Axis.Of("nats", Math.Min(0, low), high + (0.12 * (high - low)), size.TickCount),
                rows,
                account.Needed,
                size),
            Html.Table("In nats.", ["part", "nats"],
                rows.Select(row => (IReadOnlyList<TableCell>)[row.Name, Account.Nats(row.To - row.From)])));

        void Add(string name, double nats, Ink ink)
        {
            if (nats != 0)
            {
                rows.Add((name, at, at + nats, ink));
                at += nats;
            }
        }
    }

    /// <summary>The changes of speed and pitch that were tried.</summary>
    public static Figure Changes(Contender chosen)
    {
        var families = TrialFamilies.Of(chosen.Stretch.Trials);
        var match = chosen.Match;
        var change = Percent(Math.Abs(match.TimeFactor - 1) >= Math.Abs(match.FrequencyFactor - 1)
            ? match.TimeFactor
            : match.FrequencyFactor);
        var points = families.SelectMany(curve => curve.Points).Append(new Point(change, match.Score, "")).ToList();
        var count = chosen.Stretch.Trials.Where(trial => !trial.IsFitted)
            .DistinctBy(trial => (trial.TimeFactor, trial.FrequencyFactor)).Count();
        return new Figure(
            "7-changes",
            "Faster, slower, higher, lower",
            $"{count} changes of speed and pitch were tried; each point is what the best track had under one, " +
            "just as it was found. The ring is the answer, after place, speed and pitch were fitted. A clip that " +
            "plays unchanged stands out at 0 %.",
            size => new Chart(
                $"{count} changes of speed and pitch, by score",
                Axis.Of("change, %", points.Min(point => point.X), points.Max(point => point.X), size.TickCount),
                Axis.Of("score, nats", Math.Min(0, points.Min(point => point.Y)), points.Max(point => point.Y), 4))
            {
                Width = size.Width,
                Height = size.Height,
                Right = size.NameLength > 20 ? 136 : 108,
                Layers =
                [
                    new CurveLayer(families),
                    new Layer.Scatter(Ink.Black, [(change, match.Score)], 6) { Shape = DotShape.Ring },
                ],
            },
            Html.Table("Score in nats by change.", ["change", "nats"],
                families.SelectMany(curve => curve.Points.Select(point => (IReadOnlyList<TableCell>)
                    [$"{curve.Name} {point.X.ToString("+0.0;−0.0;0", CultureInfo.InvariantCulture)} %",
                    Account.Nats(point.Y)]))));
    }

    /// <summary>The best tracks beside each other.</summary>
    public static Figure Rivals(Account account)
    {
        var contenders = account.Answer.Evidence.Contenders.Take(ShownRivals).ToList();
        if (account.Chosen is { } chosen && contenders.TrueForAll(c => c.Match.Track.Id != chosen.Match.Track.Id))
        {
            contenders.Add(chosen);
        }

        var rows = contenders.ConvertAll(contender => (
            Name: Text.OneLine(Text.Name(contender.Match.Track)),
            From: 0.0,
            To: contender.Margin,
            Ink: contender.Margin >= account.Needed ? Ink.Color0 : Ink.Soft));
        var low = Math.Min(0, contenders.Min(contender => contender.Margin));
        var high = Math.Max(account.Needed * 1.1, contenders.Max(contender => contender.Margin));
        var above = contenders.Count(contender => contender.Margin >= account.Needed);
        return new Figure(
            "8-rivals",
            "Who else was considered",
            "What is left of the score of the best tracks. " + above switch
            {
                0 => "None reaches the dashed line, so no name is given.",
                1 when rows.Count == 1 => "It reaches the dashed line, and no other track scored anything at all.",
                1 => "One reaches the dashed line, and it is named; the others are what chance finds in any clip.",
                _ => $"{above} reach the dashed line: copies of one recording, or recordings that share a part.",
            },
            size => RowChart(
                "What is left of the best tracks' scores",
                Axis.Of("left above chance and likeness, nats", low, high + (0.12 * (high - low)), size.TickCount),
                rows,
                account.Needed,
                size),
            Html.Table("Scores in nats; false matches that chance makes, per clip.",
                ["track", "from", "score", "left", "by chance"],
                contenders.Select(contender => (IReadOnlyList<TableCell>)
                [
                    Text.OneLine(Text.Name(contender.Match.Track)),
                    Text.Clock(contender.Match.Offset),
                    Account.Nats(contender.Match.Score),
                    Account.Nats(contender.Margin),
                    contender.Match.EValue.ToString("0.##e+0", CultureInfo.InvariantCulture),
                ])));
    }

    /// <summary>Bars in rows, each with its name and its length, and a line that they are held against.</summary>
    private static Chart RowChart(
        string title,
        Axis axis,
        List<(string Name, double From, double To, Ink Ink)> rows,
        double needed,
        FigureSize size)
    {
        const double RowHeight = 26;
        var names = rows.Select((row, index) => new Tick(rows.Count - index - 0.5, Cut(row.Name, size.NameLength)));
        return new Chart(title, axis, new Axis("", [.. names.Reverse()]) { Low = 0, High = rows.Count })
        {
            Width = size.Width,
            Height = 66 + (RowHeight * rows.Count),
            TopRoom = 6,
            Right = 16,
            HasGrid = false,
            Layers =
            [
                .. rows.Select((row, index) => new Layer.Bar(
                    row.Ink, row.From, rows.Count - index, row.To, rows.Count - index - 1, row.Name)
                {
                    Inset = (0, 4),
                }),
                .. rows.Select((row, index) => new Layer.Label(
                    Ink.Black, Math.Max(row.From, row.To), rows.Count - index - 0.5, Account.Nats(row.To - row.From))
                {
                    Shift = (6, 4),
                }),
                new Layer.Path(Ink.Black, [(needed, 0), (needed, rows.Count)]) { Dash = 4 },
                new Layer.Label(Ink.Soft, needed, rows.Count, $"needed: {Account.Nats(needed)}")
                {
                    Anchor = Anchor.Middle,
                    Shift = (0, -3),
                },
            ],
        };
    }

    private static string Cut(string name, int length) =>
        name.Length <= length ? name : $"{name[..(length - 1)].TrimEnd()}…";

    private static double Percent(double factor) => 100 * (factor - 1);
}
