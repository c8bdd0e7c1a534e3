namespace Earmark.Indexing;

/// <summary>Which segments should become one.</summary>
/// <remarks>
/// Rows are given by rising track ids. Only neighbors merge, and no merge makes a segment of more postings than
/// <see cref="IndexOptions.LargestSegment"/>: see docs/decisions/0040.
/// </remarks>
internal static class MergeChoice
{
    /// <summary>Postings up to which a library at rest is always one segment: 140 songs, merged in 50 ms.</summary>
    public const long AlwaysOne = 2_000_000;

    /// <summary>A segment is rewritten once what follows it comes to 1 / this of it.</summary>
    private const int TailShare = 8;

    /// <summary>The merge that is due, whatever goes on; null for none.</summary>
    public static List<SegmentRow>? Due(List<SegmentRow> rows, IndexOptions options)
    {
        var wasteful = rows.Find(row =>
            row.Retired is not null && row.RetiredPostingCount > row.PostingCount * options.DeadShareLimit);
        if (wasteful is not null)
        {
            return [wasteful];
        }

        var first = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            if (IsFull(rows[i], options))
            {
                first = i + 1;
                continue;
            }

            first = rows[i].Level == rows[first].Level ? first : i;
            if (i - first == options.MergeFanOut - 1)
            {
                return Fitting(rows[first..(i + 1)], row => row.PostingCount, options);
            }
        }

        return null;
    }

    /// <summary>
    /// The merge that pays once storing has come to its end, as every search reads every segment: of the last ones,
    /// together no larger than <see cref="IndexOptions.LargestSegment"/>. Null for none.
    /// </summary>
    /// <remarks>
    /// Each posting is rewritten some eight times while what it is in grows eightfold: 0.3 µs, and storing it has taken
    /// 70. That leaves two or three segments of most libraries, and one of small ones.
    /// </remarks>
    public static List<SegmentRow>? AtRest(List<SegmentRow> rows, IndexOptions options)
    {
        var (first, after) = (rows.Count - 1, 0L);
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            var all = after + rows[i].PostingCount;
            if (all > options.LargestSegment)
            {
                break;
            }

            if (after * TailShare >= rows[i].PostingCount || all <= AlwaysOne)
            {
                first = i;
            }

            after = all;
        }

        return first < rows.Count - 1 ? rows[first..] : null;
    }

    /// <summary>
    /// The next merge of a compaction, which goes through the segments once: as many as fit into one, or one that has
    /// dead tracks. Null for none.
    /// </summary>
    /// <param name="rows">Those that the compaction has not come to.</param>
    public static List<SegmentRow>? Compacting(List<SegmentRow> rows, IndexOptions options)
    {
        while (rows.Count > 0)
        {
            var next = Fitting(rows, row => row.PostingCount - row.RetiredPostingCount, options);
            if (next.Count > 1 || next[0].Retired is not null)
            {
                return next;
            }

            rows = rows[next.Count..];
        }

        return null;
    }

    /// <summary>Whether a segment is so large that with another of its size it would be too large.</summary>
    private static bool IsFull(SegmentRow row, IndexOptions options) => row.PostingCount > options.LargestSegment / 2;

    /// <summary>The first segments that fit into one together, one at least.</summary>
    private static List<SegmentRow> Fitting(List<SegmentRow> rows, Func<SegmentRow, long> size, IndexOptions options)
    {
        var (count, all) = (0, 0L);
        while (count < rows.Count && (count == 0 || all + size(rows[count]) <= options.LargestSegment))
        {
            all += size(rows[count++]);
        }

        return rows[..count];
    }
}
