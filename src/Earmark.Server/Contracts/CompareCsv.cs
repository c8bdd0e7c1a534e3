using System.Globalization;

namespace Earmark.Server.Contracts;

/// <summary>What comparing recordings found, as rows of a table.</summary>
internal static class CompareCsv
{
    /// <summary>Columns of a <see cref="SyncLine"/>.</summary>
    public const string SyncHeader =
        "file,duration_s,by,offset_s,offset_error_s,drift_ppm,drift_error_ppm,ambiguous,other_offsets_s," +
        "overlap_s,windows,windows_agreeing,log10_chance,ffmpeg";

    /// <summary>Columns of the rows of a <see cref="SameLine"/>.</summary>
    public const string SameHeader =
        "a,b,a_duration_s,b_duration_s,relation,share_a,share_b,a_start_s,a_stop_s,b_start_s,b_stop_s,speed,pitch," +
        "score";

    /// <summary>Columns of a <see cref="DedupLine"/>.</summary>
    public const string DedupHeader =
        "kind,group,best,a,b,path_a,path_b,a_duration_s,b_duration_s,kbps_a,kbps_b,tags_a,tags_b,overlap_s,offset_s," +
        "speed,share_a,share_b,similarity,score";

    /// <summary>The fields of a take.</summary>
    public static IReadOnlyList<object?> Fields(SyncLine line) =>
    [
        line.File, line.DurationS, line.By, line.OffsetS, line.OffsetErrorS, line.DriftPpm, line.DriftErrorPpm,
        line.Ambiguous ? "true" : "false", string.Join(' ', line.OtherOffsetsS.Select(Invariant)), line.OverlapS,
        line.Windows, line.WindowsAgreeing, line.Log10Chance, line.Ffmpeg,
    ];

    /// <summary>The fields of each stretch; those of one row where there is none.</summary>
    public static IEnumerable<IReadOnlyList<object?>> Fields(SameLine line)
    {
        object?[] common =
            [line.A, line.B, line.ADurationS, line.BDurationS, line.Relation, line.ShareA, line.ShareB];
        if (line.Stretches.Count == 0)
        {
            yield return [.. common, null, null, null, null, null, null, line.Score];
        }

        foreach (var s in line.Stretches)
        {
            yield return [.. common, s.AStartS, s.AStopS, s.BStartS, s.BStopS, s.Speed, s.Pitch, s.Score];
        }
    }

    /// <summary>The fields of two tracks.</summary>
    public static IReadOnlyList<object?> Fields(DedupLine line) =>
    [
        line.Kind, line.Group, line.Best, line.A, line.B, line.PathA, line.PathB, line.ADurationS, line.BDurationS,
        line.KbpsA, line.KbpsB, line.TagsA, line.TagsB, line.OverlapS, line.OffsetS, line.Speed, line.ShareA,
        line.ShareB, line.Similarity, line.Score,
    ];

    private static string Invariant(double number) => number.ToString(CultureInfo.InvariantCulture);
}
