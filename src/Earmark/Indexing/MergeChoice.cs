namespace Earmark.Indexing;

/// <summary>Which segments should become one.</summary>
/// <remarks>
/// Rows are given by rising track ids. New segments have level 0 and are last, so levels never rise along them, and
/// neighbors stay neighbors.
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

        var level = rows.GroupBy(row => row.Level).FirstOrDefault(group => group.Count() >= options.MergeFanOut);
        return level?.Take(options.MergeFanOut).ToList();
    }

    /// <summary>
    /// The merge that pays once storing has come to its end, as every search reads every segment: of the last ones,
    /// together no larger than <see cref="IndexOptions.SettledSize"/>. Null for none.
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
            if (all > options.SettledSize)
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
}
