using Earmark.Indexing;

namespace Earmark.Tests.Indexing;

/// <summary>Which segments merge: at rest, by levels, and in a compaction. Sizes in millions of postings.</summary>
public sealed class MergeChoiceTests
{
    [Fact]
    public void A_library_stored_at_once_becomes_one_segment() => AssertMerged([1, 1, 1, 0.9], from: 0);

    [Fact]
    public void A_very_small_one_always_does() => AssertMerged([1.5, 0.01], from: 0);

    [Fact]
    public void A_song_more_is_not_worth_rewriting_all() => AssertMerged([4, 0.01], from: null);

    [Fact]
    public void Songs_more_become_one_segment_and_in_the_end_one_with_the_rest()
    {
        AssertMerged([40, 3, 0.01, 0.01], from: 2);
        AssertMerged([40, 3, 0.4, 0.01], from: 1);
        AssertMerged([40, 3, 2], from: 0);
    }

    [Fact]
    public void A_large_segment_is_left_to_the_merging_of_levels()
    {
        AssertMerged([1990, 10, 10], from: 1);
        AssertMerged([1600, 400], from: 0);
    }

    [Fact]
    public void One_segment_or_none_is_as_few_as_can_be()
    {
        AssertMerged([3], from: null);
        AssertMerged([], from: null);
    }

    [Fact]
    public void As_many_neighbors_of_a_level_merge_as_make_no_segment_too_large()
    {
        AssertDue([1, 1, 1], merged: 0..3);
        AssertDue([900, 900, 900], merged: 0..2);
        AssertDue([600, 600, 600, 600], merged: 0..3);
        AssertDue([900, 600, 600], merged: 0..2);
    }

    [Fact]
    public void Segments_that_are_full_take_no_part_and_part_their_neighbors()
    {
        AssertDue([1900, 1900, 1900, 1900], merged: null);
        AssertDue([1900, 1, 1, 1, 1900], merged: 1..4);
        AssertDue([1, 1, 1900, 1], merged: null);
    }

    [Fact]
    public void Compacting_goes_on_where_it_is_and_fills_each_segment()
    {
        AssertCompacted([1, 2, 3], merged: 0..3);
        AssertCompacted([900, 900, 900], merged: 0..2);
        AssertCompacted([1900, 900, 900], merged: 1..3);
        AssertCompacted([1900, 900], merged: null);
        AssertCompacted([3000], merged: null);
        AssertCompacted([], merged: null);
    }

    [Fact]
    public void Compacting_rewrites_what_has_dead_tracks_and_counts_the_living()
    {
        var rows = Rows([1900, 900]);
        rows[0] = rows[0] with { Retired = [1], RetiredPostingCount = 10_000_000 };
        Assert.Equal(rows[..1], MergeChoice.Compacting(rows, new IndexOptions()));

        rows[0] = rows[0] with { RetiredPostingCount = 900_000_000 };
        Assert.Equal(rows, MergeChoice.Compacting(rows, new IndexOptions()));
    }

    private static void AssertMerged(double[] millions, int? from)
    {
        var rows = Rows(millions);
        Assert.Equal(from is null ? null : rows[from.Value..], MergeChoice.AtRest(rows, new IndexOptions()));
    }

    private static void AssertDue(double[] millions, Range? merged)
    {
        var rows = Rows(millions);
        Assert.Equal(
            merged is null ? null : rows[merged.Value],
            MergeChoice.Due(rows, new IndexOptions { MergeFanOut = 3 }));
    }

    private static void AssertCompacted(double[] millions, Range? merged)
    {
        var rows = Rows(millions);
        Assert.Equal(merged is null ? null : rows[merged.Value], MergeChoice.Compacting(rows, new IndexOptions()));
    }

    private static List<SegmentRow> Rows(double[] millions) =>
    [
        .. millions.Select((size, i) => new SegmentRow(
            i, 0, (10 * i) + 1, 10 * (i + 1), (long)(1_000_000 * size), 1, null, 0)),
    ];
}
