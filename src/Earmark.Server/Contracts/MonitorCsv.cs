namespace Earmark.Server.Contracts;

/// <summary>Events of monitored sources as rows of a table.</summary>
internal static class MonitorCsv
{
    /// <summary>Columns of a <see cref="MonitorLine"/>.</summary>
    public const string Header =
        "event,id,run,source,is_live,at,query_start_s,query_stop_s,play,ref_id,ref,title,artist,album,ref_start_s," +
        "ref_stop_s,offset_s,score,e_value,confidence,coverage,time_factor,frequency_factor,message";

    /// <summary>The fields of an event.</summary>
    public static IReadOnlyList<object?> Fields(MonitorLine line) =>
    [
        line.Event, line.Id, line.Run, line.Source, line.IsLive ? "true" : "false", line.At.ToString("O"),
        line.QueryStartS, line.QueryStopS, line.Play, line.RefId, line.Ref, line.Title, line.Artist, line.Album,
        line.RefStartS, line.RefStopS, line.OffsetS, line.Score, line.EValue, line.Confidence, line.Coverage,
        line.TimeFactor, line.FrequencyFactor, line.Message,
    ];
}
