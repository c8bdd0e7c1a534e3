using System.Text;
using Earmark.Cli.Contracts;
using Earmark.Cli.Evaluation;
using Earmark.Cli.Output;
using Earmark.Cli.Report;
using Spectre.Console;
using Text = Earmark.Server.Contracts.Text;

namespace Earmark.Cli.Verbs;

/// <summary>Writes what an evaluation found: tables, one JSON object, or CSV; and a page of curves.</summary>
/// <param name="page">The file for the page; null for none.</param>
internal sealed class EvalWriter(Terminal terminal, OutputFormat format, ResultFile? page)
{
    /// <summary>Wide enough for the tables where there is no terminal to ask.</summary>
    private const int TableWidth = 118;

    private const int ListedFilesMax = 10;
    private const int ListedAcceptsMax = 10;
    private const int ListedTracksMax = 10;

    /// <summary>Makes sure before the work that its page can be written after it.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    public void Prepare() => page?.Prepare();

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

        page?.Write(() => Encoding.UTF8.GetBytes(EvalPage.Write(result)));
        NoteLeftOut(result);
        terminal.Note((result.IsComplete ? "" : "Interrupted: this is what was measured until then. ") +
            $"Asked {Text.Count(result.Trials.Count, "clip")} in {Text.Elapsed(elapsed)}.");
    }

    private void Describe(EvaluationResult result)
    {
        Introduce(result);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Out = new AnsiConsoleOutput(terminal.Results),
        });
        console.Profile.Width = TableWidth;
        if (result.HasKnown)
        {
            terminal.Tell("");
            terminal.Tell("Right answers in % of known clips, by length:");
            console.Write(EvalTables.Conditions(result));
            terminal.Tell("ambiguous: counted as right too, as the track is among several listed");
            terminal.Tell("wrong: known clips given another name · " +
                "unknown: clips of nothing in the library, given any name");
            terminal.Tell("offset: error in s, median and nine in ten · " +
                "speed, pitch: median error of the factors in %");
            terminal.Tell("ms: time of a question, median");
        }

        DescribeMissed(result, console);
        DescribeUnknown(result, console);
        terminal.Tell("");
        terminal.Tell("If best guesses were accepted up to another E-value, in %:");
        console.Write(EvalTables.Thresholds(result));
        if (result.HasKnown)
        {
            terminal.Tell("How often the best guess is right, accepted or not, by its confidence, in %:");
            console.Write(EvalTables.Reliability(result));
        }

        Conclude(result);
    }

    private void Introduce(EvaluationResult result)
    {
        var places = new List<string>();
        if (result.HasKnown)
        {
            places.Add($"{Text.Count(result.KnownClipCount, "place")} in the former and " +
                $"{result.UnknownClipCount} in the latter");
        }
        else if (result.UnknownClipCount > 0)
        {
            places.Add($"{Text.Count(result.UnknownClipCount, "place")} in the latter");
        }

        if (result.ForeignClipCount > 0)
        {
            places.Add($"{Text.Count(result.ForeignClipCount, "place")} in " +
                Text.Count(result.ForeignRecordingCount, "foreign recording"));
        }

        terminal.Tell($"{Text.Count(result.KnownTrackCount, "track")} in the library, " +
            $"{result.UnknownTrackCount} left out of it; clips from {string.Join(", and from ", places)}; " +
            FormattableString.Invariant(
                $"seed {result.Options.Seed}, E-value of at most {result.Options.Match.MaxEValue}."));
    }

    private void DescribeMissed(EvaluationResult result, IAnsiConsole console)
    {
        var tracks = result.HardTracks();
        if (tracks.Count > 0)
        {
            terminal.Tell("");
            terminal.Tell("Tracks with the most clips that were not named right:");
            console.Write(EvalTables.HardTracks(tracks.Take(ListedTracksMax)));
            terminal.Tell("--format json lists every such clip, and what was guessed");
        }
    }

    private void DescribeUnknown(EvaluationResult result, IAnsiConsole console)
    {
        // Who leaves out some of forty places has a handful for each condition: too few for a table of their own.
        if (result.ForeignClipCount > 0 || !result.HasKnown)
        {
            terminal.Tell("");
            terminal.Tell("Unknown clips given a name, by length:");
            console.Write(EvalTables.Unknown(result));
            console.Write(EvalTables.Kinds(result));
        }

        var accepts = result.FalseAccepts();
        if (accepts.Count > 0)
        {
            terminal.Tell("");
            terminal.Tell("Names given to unknown clips, the surest first:");
            console.Write(EvalTables.FalseAccepts(accepts.Take(ListedAcceptsMax)));
            if (accepts.Count > ListedAcceptsMax)
            {
                terminal.Tell($"and {accepts.Count - ListedAcceptsMax} more, which --format json and --html list");
            }
        }
    }

    private void Conclude(EvaluationResult result)
    {
        var total = result.Total;
        var unknown = $"{EvalTables.Of(total.FalseAccepts)} unknown clips given";
        var interval = EvalTables.Interval(total.FalseAccepts);
        if (!result.HasKnown)
        {
            terminal.Tell($"Over all: {unknown} a name ({interval}).");
            return;
        }

        var right = EvalTables.Number(100 * total.Precision.Share, 1);
        terminal.Tell($"Over all: {EvalTables.Percent(total.Recall)} % of known clips named " +
            $"({EvalTables.Interval(total.Recall)}), {right} % of answers right, {EvalTables.Of(total.Wrong)} " +
            $"known clips given another name, {unknown} one ({interval}).");
        var (median, nineInTen) = total.OffsetError;
        terminal.Tell($"Offsets: median error {EvalTables.Number(1000 * median, 1)} ms, nine in ten " +
            $"within {EvalTables.Number(1000 * nineInTen, 1)} ms, {EvalTables.Percent(total.NearOffsets)} % " +
            "within 0.1 s." +
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
}
