using Earmark.Cli.Output;
using Earmark.Lab;

namespace Earmark.Cli.Report;

/// <summary>The lab and the engine side by side.</summary>
internal static class LabComparison
{
    /// <summary>As HTML.</summary>
    public static string Write(LabResult result, EngineResult engine) =>
        "<div class=\"step\">\n<h2>The same clip through Earmark’s engine</h2>\n" +
        string.Concat(Paragraphs(engine).Select(paragraph => $"<p>{Html.Text(paragraph)}</p>\n")) +
        "</div>\n<section class=\"wide compare\">\n" +
        $"<div class=\"scroll\">\n{Table(result, engine)}</div>\n</section>\n";

    private static string[] Paragraphs(EngineResult engine) =>
    [
        "The engine goes the same way and differs at each step. Its segments last 256 ms and begin every 16 ms, so " +
        "it tells pitches eight times as fine apart and a clip may begin anywhere. A peak is what stands out the " +
        "most of its surroundings, not what has the most power, so that soft passages have peaks as well; and the " +
        "most salient of every second are paired, not the first that are met.",
        "A clip asks with more peaks than a song stores, and under changed speeds if need be. Votes for a song and " +
        "an offset only propose candidates; what decides is whether the clip stands out where the song has a " +
        "peak, compared with what chance finds in the same clip. So it can also say that it knows none: the lab " +
        "always ranks some song first." + (engine.Answer.Best is null ? " Here that is its answer." : ""),
    ];

    private static string Table(LabResult result, EngineResult engine)
    {
        var (hits, offset) = (result.ByHits[0], result.ByOffset[0]);
        var best = engine.Answer.Best;
        var read = result.NewCount == result.Songs.Count ? "" : $" ({result.NewCount} of {result.Songs.Count} to read)";
        return Html.Table(
            "One folder, one clip, one machine, one run. The first answer of a process has to load what it uses and, " +
                "where code is compiled as it runs, to compile it; the same question put again has not.",
            ["", "lab, by hits", "lab, by one offset", "engine"],
            [
                ["answer", Song(result, hits), Song(result, offset), Text.OneLine(engine.Song ?? "none")],
                ["clip begins at", "–", LabPage.At(offset.OffsetSeconds), best is null ? "–" : LabPage.At(best.Offset)],
                [
                    "how sure",
                    "–",
                    EvalPage.Percent(offset.Confidence, 2) + " of hits agree",
                    best is null ? "–" : Text.Confidence(best.Confidence),
                ],
                Alike("songs", $"{result.Songs.Count}", $"{engine.TrackCount}"),
                Alike("pairs stored", $"{result.Table.RowCount:N0}", $"{engine.LandmarkCount:N0}"),
                Alike("on disk", Text.Bytes(result.DatabaseBytes), Text.Bytes(engine.LibraryBytes)),
                Alike("to index", LabPage.Seconds(result.IndexTime) + read, LabPage.Seconds(engine.StoreTime)),
                Alike("to answer", LabPage.Seconds(result.AnswerTime), LabPage.Seconds(engine.AnswerTime)),
                Alike("to answer again", "–", LabPage.Seconds(engine.AgainTime)),
            ]);
    }

    /// <summary>A row in which the two ways of the lab do not differ.</summary>
    private static IReadOnlyList<TableCell> Alike(string what, string lab, string engine) => [what, lab, lab, engine];

    private static string Song(LabResult result, SongScore score) => Text.OneLine(result.Songs[score.Song].Name);
}
