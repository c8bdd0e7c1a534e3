using System.Globalization;
using Earmark.Cli.Evaluation;
using Earmark.Cli.Output;

namespace Earmark.Cli.Report;

/// <summary>What an evaluation found, as one page that needs nothing else: no network, no scripts.</summary>
internal static class EvalPage
{
    private const int HardTracksMax = 30;

    /// <summary>The whole page; well-formed XML too.</summary>
    public static string Write(EvaluationResult result)
    {
        var name = Name(result.Source);
        var charts = string.Concat(EvalCharts.All(result));
        return Html.Page(
            $"Earmark: what to expect of {name}",
            $"<header>\n<h1>What recognition to expect of “{Html.Text(name)}”</h1>\n" +
            $"<p>{Html.Text(Sample(result))}</p>\n</header>\n" +
            $"{Facts(result)}<div class=\"charts\">\n{charts}</div>\n" +
            (result.HasKnown ? Everything(result) + Hard(result.HardTracks()) : "") +
            $"{EvalUnknown.Write(result)}{Footer(result)}");
    }

    /// <summary>A share in per cent; a dash of nothing.</summary>
    public static string Percent(double share, int digits = 1) => double.IsNaN(share)
        ? "–"
        : (100 * share).ToString($"F{digits}", CultureInfo.InvariantCulture) + " %";

    /// <summary>The 95 % interval, in per cent.</summary>
    public static string Interval(Proportion proportion)
    {
        var (low, high) = proportion.Interval();
        var digits = high < 0.01 && proportion.Total >= 1000 ? 3 : 1;
        return $"{Percent(low, digits)} – {Percent(high, digits)}";
    }

    private static string Sample(EvaluationResult result)
    {
        var lengths = string.Join(", ", result.Options.Lengths.Select(Number));
        return (result.IsComplete ? "" : "Interrupted: this is what was measured until then. ") +
            $"{result.Trials.Count} clips of {lengths} s, cut at {result.KnownClipCount} places of tracks in a " +
            $"library of {result.KnownTrackCount}, and at {result.UnknownClipCount} places of " +
            $"{result.UnknownTrackCount} tracks that were left out of it" +
            (result.ForeignClipCount > 0
                ? $", and at {result.ForeignClipCount} places of {result.ForeignRecordingCount} foreign recordings. "
                : ". ") +
            "Answers with an E-value of at most " +
            $"{Number(result.Options.Match.MaxEValue)}; seed {result.Options.Seed}.";
    }

    private static string Facts(EvaluationResult result)
    {
        var total = result.Total;
        var facts = new List<string>();
        if (result.HasKnown)
        {
            facts.Add(Html.Fact(
                "Known clips named right", Percent(total.Recall.Share),
                $"95 %: {Interval(total.Recall)}, over all conditions"));
            facts.Add(Html.Fact(
                "Answers that are right", Percent(total.Precision.Share),
                "names given to unknown clips count as wrong"));
        }

        facts.Add(Html.Fact(
            "Unknown clips given a name", Percent(total.FalseAccepts.Share),
            $"{total.FalseAccepts.Count} of {total.FalseAccepts.Total}; 95 %: {Interval(total.FalseAccepts)}"));
        if (result.HasKnown)
        {
            facts.Add(Html.Fact(
                "Place in the track", Milliseconds(total.OffsetError.Median),
                $"median error; {Percent(total.NearOffsets.Share, 0)} within 0.1 s"));
        }

        facts.Add(Html.Fact(
            "Time of a question", Milliseconds(total.Seconds.Median),
            $"median; nine in ten within {Milliseconds(total.Seconds.NineInTen)}"));
        return $"<dl class=\"facts\">\n{string.Concat(facts)}</dl>\n";
    }

    /// <summary>One row for each condition, all lengths beside each other.</summary>
    private static string Everything(EvaluationResult result)
    {
        var cells = result.Cells().ToLookup(cell => cell.Condition.Name);
        string[] columns =
        [
            "condition", .. result.Options.Lengths.Select(length => $"{Number(length)} s"), "ambiguous", "wrong",
            "unknown answered", "offset", "nine in ten", "within 0.1 s", "speed", "pitch", "question",
        ];
        var rows = result.Options.Conditions.Select(condition =>
        {
            var all = Score.Of([.. result.Trials.Where(trial => trial.Condition == condition.Name)]);
            return (IReadOnlyList<TableCell>)
            [
                condition.Name,
                .. cells[condition.Name].Select(cell => new TableCell(
                    Percent(cell.Score.Recall.Share, 0),
                    double.IsNaN(cell.Score.Recall.Share) ? null : cell.Score.Recall.Share)),
                $"{all.AmongSeveralCount}",
                $"{all.Wrong.Count} of {all.Wrong.Total}",
                $"{all.FalseAccepts.Count} of {all.FalseAccepts.Total}",
                Milliseconds(all.OffsetError.Median),
                Milliseconds(all.OffsetError.NineInTen),
                Percent(all.NearOffsets.Share, 0),
                Percent(all.TimeFactorError.Median, 2),
                Percent(all.FrequencyFactorError.Median, 2),
                Milliseconds(all.Seconds.Median),
            ];
        });
        var table = Html.Table(
            "Right answers by length of the clip; the rest over all lengths. " +
                "Speed and pitch: median errors of the factors.",
            columns,
            rows);
        return "<section class=\"wide\">\n<h2>Every condition</h2>\n" +
            $"<div class=\"scroll\">\n{table}</div>\n</section>\n";
    }

    private static string Hard(IReadOnlyList<(string Track, Proportion Missed)> tracks) => tracks.Count == 0
        ? ""
        : "<section>\n<h2>Tracks that are hard</h2>\n" + Html.Table(
            "Tracks with clips that were not named right, the most first, over all conditions and lengths.",
            ["track", "clips missed"],
            tracks.Take(HardTracksMax).Select(track => (IReadOnlyList<TableCell>)
                [Text.OneLine(track.Track), $"{track.Missed.Count} of {track.Missed.Total}"])) + "</section>\n";

    private static string Footer(EvaluationResult result)
    {
        var skipped = result.SkippedConditions.Select(other => $"{other.What} was left out: {other.Reason}.");
        var files = result.LeftOutFiles.Count > 0 ? $"{result.LeftOutFiles.Count} files could not be used." : "";
        var legend = string.Concat(result.Options.Conditions
            .SelectMany(condition => condition.Steps)
            .Select(step => step.Degradation)
            .DistinctBy(degradation => degradation.Name)
            .Select(known => $"<dt>{known.Name}</dt><dd>{Html.Text(known.Description)}</dd>\n"));
        return $"<footer>\n<dl class=\"legend\">\n{legend}</dl>\n" +
            "<p>Every condition and length uses the same places, so they can be compared with each other; but the " +
            "independent sample is the places, not the clips, and the intervals are narrower than that warrants. " +
            "Where a track repeats itself, the nearest repetition counts as the true place.</p>\n" +
            $"<p>{Html.Text(string.Join(' ', skipped.Append(files)).Trim())}</p>\n" +
            $"<p>Made by earmark eval of {Html.Text(result.Source)}.</p>\n</footer>\n";
    }

    private static string Name(string source)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source)));
        return name.Length > 0 ? name : source;
    }

    private static string Milliseconds(double seconds) => seconds switch
    {
        double.NaN => "–",
        < 0.01 => (1000 * seconds).ToString("F1", CultureInfo.InvariantCulture) + " ms",
        < 1 => (1000 * seconds).ToString("F0", CultureInfo.InvariantCulture) + " ms",
        _ => seconds.ToString("F1", CultureInfo.InvariantCulture) + " s",
    };

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
