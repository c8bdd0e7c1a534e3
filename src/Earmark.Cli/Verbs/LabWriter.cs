using System.Globalization;
using System.Text;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;
using Earmark.Cli.Report;
using Earmark.Lab;
using Spectre.Console;
using Text = Earmark.Server.Contracts.Text;

namespace Earmark.Cli.Verbs;

/// <summary>Writes what the lab and the engine found: tables, one JSON object, or CSV; and the page.</summary>
/// <param name="page">The file for the page; null for none.</param>
internal sealed class LabWriter(Terminal terminal, OutputFormat format, ResultFile? page)
{
    private const int ListedMax = 10;
    private const int TableWidth = 118;

    /// <summary>Makes sure before the work that the page can be written after it.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    public void Prepare() => page?.Prepare();

    /// <summary>Writes all of it.</summary>
    public void Write(LabResult result, EngineResult engine)
    {
        var line = LabMap.ToLine(result, engine);
        switch (format)
        {
            case OutputFormat.Json:
                terminal.Results.WriteLine(CliJson.Serialize(line));
                break;
            case OutputFormat.Csv:
                terminal.Results.WriteLine(LabMap.Header);
                foreach (var row in LabMap.Rows(line))
                {
                    terminal.Results.WriteLine(row);
                }

                break;
            default:
                Describe(result, engine);
                break;
        }

        page?.Write(() => Encoding.UTF8.GetBytes(LabPage.Write(result, engine)));
    }

    private void Describe(LabResult result, EngineResult engine)
    {
        var clip = result.Clip;
        terminal.Tell($"Songs     {Text.Count(result.Songs.Count, "song")}, {result.NewCount} read now; " +
            $"{Text.Count(result.Table.RowCount, "pair")} in {PairHash.Size:N0} slots");
        terminal.Tell($"Clip      {Seconds(clip.Seconds)}; {Text.Count(clip.Peaks.Count, "peak")}, " +
            Text.Count(clip.Pairs.Count, "pair"));
        if (clip.Sound.ChannelCount == 1)
        {
            terminal.Tell("The clip has one channel, which is taken as it is.");
        }

        terminal.Tell("");
        terminal.Tell("By hits, as the notebook counts:");
        Show(Ranking(result, result.ByHits));
        terminal.Tell("By hits at one timing offset, as its text asks:");
        Show(Ranking(result, result.ByOffset));
        if (result.Songs.Count == 1)
        {
            terminal.Tell("A ranking of one song says little: it wins whatever the clip is.");
        }

        Compare(result, engine);
    }

    private static Table Ranking(LabResult result, IReadOnlyList<SongScore> scores)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("song");
        foreach (var name in new[] { "hits", "at one offset", "offset", "share of hits" })
        {
            table.AddColumn(new TableColumn(name) { Alignment = Justify.Right });
        }

        foreach (var score in scores.Take(ListedMax))
        {
            table.AddRow(
                Markup.Escape(Text.OneLine(result.Songs[score.Song].Name)),
                score.HitCount.ToString("N0", CultureInfo.InvariantCulture),
                score.OffsetCount.ToString("N0", CultureInfo.InvariantCulture),
                Seconds(score.OffsetSeconds, 2),
                (100 * score.Confidence).ToString("0.00", CultureInfo.InvariantCulture) + " %");
        }

        return table;
    }

    private void Show(Table table)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Out = new AnsiConsoleOutput(terminal.Results),
        });
        console.Profile.Width = TableWidth;
        console.Write(table);
    }

    private void Compare(LabResult result, EngineResult engine)
    {
        var best = engine.Answer.Best;
        terminal.Tell(best is null
            ? "Earmark's engine names no song."
            : $"Earmark's engine: {engine.Song}, the clip begins at {Seconds(best.Offset, 2)}, " +
                $"{Text.Confidence(best.Confidence)}.");
        terminal.Tell("");
        var storing = result.NewCount == result.Songs.Count
            ? Seconds(result.IndexTime.TotalSeconds)
            : $"{Seconds(result.IndexTime.TotalSeconds)} with {result.NewCount} of {result.Songs.Count} songs to read";
        terminal.Tell($"Indexing  lab {storing}, engine {Seconds(engine.StoreTime.TotalSeconds)}");
        terminal.Tell($"Answer    lab {Seconds(result.AnswerTime.TotalSeconds, 3)}, " +
            $"engine {Seconds(engine.AnswerTime.TotalSeconds, 3)}, " +
            $"asked again {Seconds(engine.AgainTime.TotalSeconds, 3)}");
        terminal.Tell($"Size      lab {Text.Bytes(result.DatabaseBytes)}, engine {Text.Bytes(engine.LibraryBytes)}");
    }

    private static string Seconds(double seconds, int digits = 1) =>
        seconds.ToString($"F{digits}", CultureInfo.InvariantCulture) + " s";
}
