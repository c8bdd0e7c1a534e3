namespace Earmark.Cli.Contracts;

/// <summary>The cells of an evaluation as CSV.</summary>
internal static class EvalCsv
{
    /// <summary>Columns, named as the keys of the JSON.</summary>
    public const string Header =
        "condition,length_s,known_clips,right,recall,recall_low,recall_high,precision,ambiguous,wrong,unknown_clips," +
        "false_accepts,false_accept_share,false_accept_low,false_accept_high,offset_error_median_s," +
        "offset_error_p90_s,offset_within_100_ms,time_factor_error_median,time_factor_error_p90," +
        "frequency_factor_error_median,frequency_factor_error_p90,query_median_s,query_p90_s";

    /// <summary>The row of a cell.</summary>
    public static string Row(EvalCellLine c) => string.Join(',', new object?[]
    {
        c.Condition, c.LengthS, c.KnownClips, c.Right, c.Recall, c.RecallLow, c.RecallHigh, c.Precision, c.Ambiguous,
        c.Wrong, c.UnknownClips, c.FalseAccepts, c.FalseAcceptShare, c.FalseAcceptLow, c.FalseAcceptHigh,
        c.OffsetErrorMedianS, c.OffsetErrorP90S, c.OffsetWithin100Ms, c.TimeFactorErrorMedian, c.TimeFactorErrorP90,
        c.FrequencyFactorErrorMedian, c.FrequencyFactorErrorP90, c.QueryMedianS, c.QueryP90S,
    }.Select(Csv.Field));
}
