using System.Globalization;
using Earmark.Indexing;
using Earmark.Matching;

namespace Earmark.Server.Contracts;

/// <summary>From what the library answers to what the tool prints and the server sends.</summary>
internal static class Map
{
    /// <summary>A query's answer; times to the millisecond and no number that JSON cannot hold.</summary>
    /// <param name="withEvidence">Whether to say what was nearest even if it is no answer.</param>
    public static QueryLine ToLine(QueryAnswer answer, bool withEvidence = false) => new(
        answer.Query,
        Time(answer.Duration),
        ToWord(answer.Decision),
        [.. answer.Matches.Select((match, index) => ToLine(match, index + 1))],
        new SecondsLine(
            Time(answer.Seconds.Decode),
            Time(answer.Seconds.Fingerprint),
            Time(answer.Seconds.Search),
            Time(answer.Seconds.Total)),
        withEvidence ? ToLine(answer.Evidence) : null,
        withEvidence && answer.Network is { } use ? new NetworkLine(use.Values, use.Bytes, use.RoundTrips) : null);

    /// <summary>A query's answer, as a server gives it.</summary>
    public static AnswerLine ToLine(
        QueryAnswer answer, string? id, DateTimeOffset at, string source, bool withEvidence)
    {
        var line = ToLine(answer, withEvidence);
        return new AnswerLine(
            id,
            at,
            source,
            line.Query,
            line.DurationS,
            line.Decision,
            line.Matches,
            line.Seconds,
            line.Evidence,
            answer.Warnings);
    }

    /// <summary>What became of a file.</summary>
    public static StoreLine ToLine(StoreResult result) => new(
        result.Path, result.RefId, ToWord(result.Status), result.Reason, Time(result.Duration), result.LandmarkCount);

    /// <summary>What became of a track of another library.</summary>
    public static ImportLine ToLine(ImportResult result, string source) =>
        new(source, result.RefId, ToWord(result.Status), result.Reason, Time(result.Duration));

    /// <summary>An export.</summary>
    public static ExportLine ToLine(ExportSummary export, FingerprintProfile profile, string file) =>
        new(file, profile.Id, export.TrackCount, Time(export.Duration), export.ByteCount);

    /// <summary>A stored track.</summary>
    public static TrackLine ToLine(Track track) =>
        new(track.RefId, track.Path, track.Title, track.Artist, track.Album, Time(track.Duration));

    /// <summary>The size of a library.</summary>
    public static StatsLine ToLine(IndexStatistics statistics, FingerprintProfile profile, string folder) => new(
        folder,
        profile.Id,
        statistics.TrackCount,
        Time(statistics.Duration),
        statistics.PostingCount,
        statistics.SegmentCount,
        statistics.TotalBytes);

    private static EvidenceLine ToLine(MatchDecision evidence) => new(
        evidence.BestGuess is { } best ? ToLine(best, 1) : null,
        evidence.RunnerUp is { } next ? ToLine(next, 2) : null);

    /// <summary>A match; its rank is 1 for the best.</summary>
    public static MatchLine ToLine(Match match, int rank) => new(
        rank,
        match.Track.RefId,
        match.Track.Path ?? match.Track.RefId,
        match.Track.Title,
        match.Track.Artist,
        match.Track.Album,
        Time(match.QueryStart),
        Time(match.QueryStop),
        Time(match.ReferenceStart),
        Time(match.ReferenceStop),
        Time(match.Offset),
        Round(match.Score, 2),
        Significant(match.EValue),
        Round(match.Confidence, 6),
        Round(match.Coverage, 4),
        Round(match.TimeFactor, 5),
        Round(match.FrequencyFactor, 5),
        match.DuplicateOf);

    private static string ToWord(Decision decision) => decision switch
    {
        Decision.Match => "match",
        Decision.Ambiguous => "ambiguous",
        _ => "none",
    };

    private static string ToWord(StoreStatus status) => status switch
    {
        StoreStatus.Stored => "stored",
        StoreStatus.Replaced => "replaced",
        StoreStatus.Skipped => "skipped",
        _ => "failed",
    };

    private static string ToWord(ImportStatus status) => status switch
    {
        ImportStatus.Imported => "imported",
        ImportStatus.Replaced => "replaced",
        ImportStatus.Unchanged => "unchanged",
        _ => "skipped",
    };

    private static double Time(TimeSpan time) => Round(time.TotalSeconds, 3);

    /// <summary>Seconds, to the millisecond.</summary>
    public static double Time(double seconds) => Round(seconds, 3);

    /// <summary>Three digits, however small. The largest number there is would be rounded beyond itself.</summary>
    public static double Significant(double value) => double.Parse(
        Math.Min(Finite(value), 1e300).ToString("0.##e+0", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A number that JSON can hold.</summary>
    public static double Round(double value, int digits) => Math.Round(Finite(value), digits);

    private static double Finite(double value) =>
        double.IsNaN(value) ? 0 : Math.Clamp(value, -double.MaxValue, double.MaxValue);
}
