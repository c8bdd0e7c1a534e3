using System.Globalization;

namespace Earmark.Cli.Contracts;

/// <summary>The CSV of the tool: RFC 4180 but for the line feed alone, numbers with a point, one header line.</summary>
internal static class Csv
{
    /// <summary>Columns of <see cref="Rows"/>: one row per match, and one without a match or for an error.</summary>
    public const string QueryHeader =
        "query,duration_s,decision,rank,ref_id,ref,title,artist,album,query_start_s,query_stop_s,ref_start_s," +
        "ref_stop_s,offset_s,score,e_value,confidence,coverage,time_factor,frequency_factor,duplicate_of,error";

    /// <summary>Columns of a <see cref="StoreLine"/>.</summary>
    public const string StoreHeader = "path,ref_id,status,reason,duration_s,landmarks";

    /// <summary>Columns of a <see cref="TrackLine"/>.</summary>
    public const string TrackHeader = "ref_id,path,title,artist,album,duration_s";

    /// <summary>Columns of a <see cref="DeleteLine"/>.</summary>
    public const string DeleteHeader = "ref_id,deleted";

    /// <summary>Columns of a <see cref="StatsLine"/>.</summary>
    public const string StatsHeader = "library,profile,tracks,duration_s,postings,segments,bytes_on_disk";

    /// <summary>Columns of an <see cref="ExportLine"/>.</summary>
    public const string ExportHeader = "file,profile,tracks,duration_s,bytes";

    /// <summary>Columns of an <see cref="ImportLine"/>.</summary>
    public const string ImportHeader = "source,ref_id,status,reason,duration_s";

    /// <summary>Columns of a <see cref="CheckLine"/>.</summary>
    public const string CheckHeader = "check,status,found,remedy";

    /// <summary>Columns of a <see cref="DeviceLine"/>.</summary>
    public const string DeviceHeader = "device,system,description,default";

    /// <summary>Columns of a <see cref="FaultLine"/>.</summary>
    public const string FaultHeader = "file,found,meaning,remedy,mended";

    /// <summary>Columns of a <see cref="CompactLine"/>.</summary>
    public const string CompactHeader = "library,tracks,segments_before,segments_after,bytes_before,bytes_after";

    /// <summary>Columns of a <see cref="ClearLine"/>.</summary>
    public const string ClearHeader = "library,deleted";

    /// <summary>Columns of a <see cref="SecondLine"/>.</summary>
    public const string SecondHeader = "query,ref_id,second,evidence_nats,peaks_found,peaks_expected";

    private const int MatchColumns = 18;

    /// <summary>The rows of an answer.</summary>
    public static IEnumerable<string> Rows(QueryLine line)
    {
        if (line.Matches.Count == 0)
        {
            yield return Row([line.Query, line.DurationS, line.Decision, .. new object?[MatchColumns + 1]]);
        }

        foreach (var m in line.Matches)
        {
            yield return Row(
            [
                line.Query, line.DurationS, line.Decision, m.Rank, m.RefId, m.Ref, m.Title, m.Artist, m.Album,
                m.QueryStartS, m.QueryStopS, m.RefStartS, m.RefStopS, m.OffsetS, m.Score, m.EValue, m.Confidence,
                m.Coverage, m.TimeFactor, m.FrequencyFactor, m.DuplicateOf, null,
            ]);
        }
    }

    /// <summary>The row of a clip that could not be read.</summary>
    public static string Row(QueryErrorLine line) =>
        Row([line.Query, null, "error", .. new object?[MatchColumns], line.Error]);

    /// <summary>The row of a file.</summary>
    public static string Row(StoreLine line) =>
        Row([line.Path, line.RefId, line.Status, line.Reason, line.DurationS, line.Landmarks]);

    /// <summary>The row of a track.</summary>
    public static string Row(TrackLine line) =>
        Row([line.RefId, line.Path, line.Title, line.Artist, line.Album, line.DurationS]);

    /// <summary>The row of a deletion.</summary>
    public static string Row(DeleteLine line) => Row([line.RefId, line.Deleted ? "true" : "false"]);

    /// <summary>The row of a library.</summary>
    public static string Row(StatsLine line) => Row(
    [
        line.Library, line.Profile, line.Tracks, line.DurationS, line.Postings, line.Segments, line.BytesOnDisk,
    ]);

    /// <summary>The row of an export.</summary>
    public static string Row(ExportLine line) =>
        Row([line.File, line.Profile, line.Tracks, line.DurationS, line.Bytes]);

    /// <summary>The row of a track that was to be taken over.</summary>
    public static string Row(ImportLine line) =>
        Row([line.Source, line.RefId, line.Status, line.Reason, line.DurationS]);

    /// <summary>The row of a check.</summary>
    public static string Row(CheckLine line) => Row([line.Check, line.Status, line.Found, line.Remedy]);

    /// <summary>The row of a device.</summary>
    public static string Row(DeviceLine line) =>
        Row([line.Device, line.System, line.Description, line.Default ? "true" : "false"]);

    /// <summary>The row of a fault.</summary>
    public static string Row(FaultLine line) =>
        Row([line.File, line.Found, line.Meaning, line.Remedy, line.Mended ? "true" : "false"]);

    /// <summary>The row of a library that was compacted.</summary>
    public static string Row(CompactLine line) => Row(
    [
        line.Library, line.Tracks, line.SegmentsBefore, line.SegmentsAfter, line.BytesBefore, line.BytesAfter,
    ]);

    /// <summary>The row of a library that was cleared.</summary>
    public static string Row(ClearLine line) => Row([line.Library, line.Deleted]);

    /// <summary>The row of a second of a clip.</summary>
    public static string Row(SecondLine line) =>
        Row([line.Query, line.RefId, line.Second, line.EvidenceNats, line.PeaksFound, line.PeaksExpected]);

    /// <summary>A field, in quotes where it holds a comma, a quote or a line break.</summary>
    public static string Field(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>A row of fields.</summary>
    public static string Row(IReadOnlyList<object?> fields) => string.Join(',', fields.Select(Field));
}
