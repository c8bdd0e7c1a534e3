using Earmark.Indexing;

namespace Earmark.Tests.Indexing;

/// <summary>Which segments merge once storing has come to its end. Sizes in millions of postings.</summary>
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

    private static void AssertMerged(double[] millions, int? from)
    {
        var rows = millions.Select((size, i) => new SegmentRow(
            i, 0, (10 * i) + 1, 10 * (i + 1), (long)(1_000_000 * size), 1, null, 0)).ToList();

        Assert.Equal(from is null ? null : rows[from.Value..], MergeChoice.AtRest(rows, new IndexOptions()));
    }
}
