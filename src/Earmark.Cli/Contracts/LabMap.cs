using Earmark.Lab;

namespace Earmark.Cli.Contracts;

/// <summary>The lab's results as contracts.</summary>
internal static class LabMap
{
    /// <summary>Columns of <see cref="Rows"/>.</summary>
    public const string Header = "rank,song,hits,rank_by_hits,offset_hits,offset_s,confidence";

    /// <summary>The line of both.</summary>
    public static LabLine ToLine(LabResult result, EngineResult engine) => new(
        result.Options.Folder,
        result.Options.Clip,
        result.Options.Start.TotalSeconds,
        Seconds(TimeSpan.FromSeconds(result.Clip.Seconds)),
        result.Options.Settings.Rule == PeakRule.Notebook ? "notebook" : "shifts",
        result.Options.Settings.Rule == PeakRule.Notebook ? null : result.Options.Settings.Rate,
        result.Songs.Count,
        result.NewCount,
        result.Table.RowCount,
        result.DatabasePath,
        result.DatabaseBytes,
        Seconds(result.IndexTime),
        Seconds(result.AnswerTime),
        result.Clip.Peaks.Count,
        result.Clip.Pairs.Count,
        ToLines(result, result.ByHits),
        ToLines(result, result.ByOffset),
        ToLine(engine));

    /// <summary>A row for each song, by the hits that share an offset.</summary>
    public static IEnumerable<string> Rows(LabLine line)
    {
        var ranks = line.ByHits.ToDictionary(score => score.Song, score => score.Rank);
        return line.ByOffset.Select(score => string.Join(',', new object?[]
        {
            score.Rank, score.Song, score.Hits, ranks[score.Song], score.OffsetHits, score.OffsetS, score.Confidence,
        }.Select(Csv.Field)));
    }

    private static IReadOnlyList<LabScoreLine> ToLines(LabResult result, IEnumerable<SongScore> scores) =>
    [
        .. scores.Select((score, index) => new LabScoreLine(
            index + 1,
            result.Songs[score.Song].Name,
            score.HitCount,
            score.OffsetCount,
            Math.Round(score.OffsetSeconds, 3),
            Math.Round(score.Confidence, 6))),
    ];

    private static LabEngineLine ToLine(EngineResult engine) => new(
        engine.TrackCount,
        engine.LandmarkCount,
        engine.LibraryBytes,
        Seconds(engine.StoreTime),
        Seconds(engine.AnswerTime),
        Seconds(engine.AgainTime),
        Map.ToLine(engine.Answer));

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 4);
}
