using System.Globalization;
using Earmark.Cli.Contracts;
using Earmark.Cli.Evaluation;
using Earmark.Cli.Output;
using Earmark.Cli.Report;
using Spectre.Console;
using Text = Earmark.Cli.Output.Text;

namespace Earmark.Cli.Verbs;

/// <summary>Writes what an evaluation found: tables, one JSON object, or CSV; and a page of curves.</summary>
/// <param name="page">The file for the page; null for none.</param>
internal sealed class EvalWriter(Terminal terminal, OutputFormat format, string? page)
{
    /// <summary>Wide enough for the tables where there is no terminal to ask.</summary>
    private const int TableWidth = 118;

    private const int ListedFilesMax = 10;

    /// <summary>Makes sure before the work that its page can be written after it.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    public void Prepare()
    {
        if (page is not null)
        {
            // What another run has left there stays until there is something new.
            WritePage(path => File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose());
        }
    }

    /// <summary>Writes all of it.</summary>
    public void Write(EvaluationResult result, TimeSpan elapsed)
    {
        var line = EvalMap.ToLine(result);
        switch (format)
        {
            case OutputFormat.Json:
                terminal.Results.WriteLine(CliJson.Serialize(line));
                break;
            case OutputFormat.Csv:
                terminal.Results.WriteLine(EvalCsv.Header);
                foreach (var cell in line.Cells)
                {
                    terminal.Results.WriteLine(EvalCsv.Row(cell));
                }

                break;
            default:
                Describe(result);
                break;
        }

        if (page is not null)
        {
            WritePage(path => File.WriteAllText(path, EvalPage.Write(result)));
        }

        NoteLeftOut(result);
        terminal.Note((result.IsComplete ? "" : "Interrupted: this is what was measured until then. ") +
            $"Asked {Text.Count(result.Trials.Count, "clip")} in {Text.Elapsed(elapsed)}.");
    }

    private void WritePage(Action<string> write)
    {
        try
        {
            write(page!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--html {page} cannot be written ({e.Message}); expected a file of your own.");
        }
    }

    private void Describe(EvaluationResult result)
    {
        terminal.Tell($"{Text.Count(result.KnownTrackCount, "track")} in the library, " +
            $"{result.UnknownTrackCount} left out of it; clips from {Text.Count(result.KnownClipCount, "place")} in " +
            $"the former and {result.UnknownClipCount} in the latter; seed {result.Options.Seed}, " +
            FormattableString.Invariant($"E-value of at most {result.Options.Match.MaxEValue}."));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Out = new AnsiConsoleOutput(terminal.Results),
        });
        console.Profile.Width = TableWidth;
        terminal.Tell("");
        terminal.Tell("Right answers in % of known clips, by length:");
        console.Write(Conditions(result));
        terminal.Tell("ambiguous: counted as right too, as the track is among several listed");
        terminal.Tell("wrong: known clips given another name · unknown: clips of tracks left out, given any name");
        terminal.Tell("offset: error in s, median and nine in ten · speed, pitch: median error of the factors in %");
        terminal.Tell("ms: time of a question, median");
        terminal.Tell("");
        terminal.Tell("If best guesses were accepted up to another E-value, in %:");
        console.Write(Thresholds(result));
        terminal.Tell("How often the best guess is right, accepted or not, by its confidence, in %:");
        console.Write(Reliability(result));
        Conclude(result.Total);
    }

    private static Table Conditions(EvaluationResult result)
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

    private static Table Thresholds(EvaluationResult result)
    {
        var table = Plain();
        foreach (var name in new[] { "E-value", "right", "wrong", "unknown answered", "95 % interval" })
        {
            table.AddColumn(Right(name));
        }

        foreach (var eValue in ThresholdScore.EValues)
        {
            var score = ThresholdScore.Of(result.Trials, eValue);
            table.AddRow(
                eValue.ToString("0.######", CultureInfo.InvariantCulture),
                Number(100 * score.Recall.Share, 1),
                Number(100 * score.Wrong.Share, 1),
                Number(100 * score.FalseAccepts.Share, 1),
                Interval(score.FalseAccepts));
        }

        return table;
    }

    private static Table Reliability(EvaluationResult result)
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

    private void Conclude(Score total)
    {
        terminal.Tell($"Over all: {Percent(total.Recall)} % of known clips named ({Interval(total.Recall)}), " +
            $"{Number(100 * total.Precision.Share, 1)} % of answers right, {Of(total.Wrong)} known clips given " +
            $"another name, {Of(total.FalseAccepts)} unknown clips given one ({Interval(total.FalseAccepts)}).");
        terminal.Tell($"Offsets: median error {Number(1000 * total.OffsetError.Median, 1)} ms, nine in ten within " +
            $"{Number(1000 * total.OffsetError.NineInTen, 1)} ms, {Percent(total.NearOffsets)} % within 0.1 s." +
            (total.AmongSeveralCount > 0
                ? $" Answered as ambiguous, right among them: {total.AmongSeveralCount}."
                : ""));
    }

    private void NoteLeftOut(EvaluationResult result)
    {
        foreach (var condition in result.SkippedConditions)
        {
            terminal.Note($"earmark: {condition.What} was left out: {condition.Reason}.");
        }

        foreach (var file in result.LeftOutFiles.Take(ListedFilesMax))
        {
            terminal.Note($"earmark: {file.Reason}");
        }

        if (result.LeftOutFiles.Count > ListedFilesMax)
        {
            terminal.Note($"earmark: and {result.LeftOutFiles.Count - ListedFilesMax} more that could not be used.");
        }
    }

    private static Table Plain() => new() { Border = TableBorder.Simple };

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();

    private static string Percent(Proportion proportion) => Number(100 * proportion.Share, 0);

    private static string Of(Proportion proportion) =>
        proportion.Total > 0 ? $"{proportion.Count} of {proportion.Total}" : "–";

    private static string Interval(Proportion proportion)
    {
        var (low, high) = proportion.Interval();
        return double.IsNaN(low) ? "–" : $"{Number(100 * low, 1)} – {Number(100 * high, 1)} %";
    }

    private static string Number(double value, int digits) =>
        double.IsNaN(value) ? "–" : value.ToString($"F{digits}", CultureInfo.InvariantCulture);
}
