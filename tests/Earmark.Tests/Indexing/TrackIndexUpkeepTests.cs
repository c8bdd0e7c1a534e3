using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Tests.Indexing;

/// <summary>What a writer keeps in memory, and what it leaves to the next when it closes.</summary>
public sealed class TrackIndexUpkeepTests : IDisposable
{
    private static readonly IndexOptions Small = new() { LogLimit = 50, MergeFanOut = 3 };

    private readonly TestFolder _folder = new();

    [Fact]
    public void A_track_that_is_replaced_or_deleted_is_let_go_of_in_memory()
    {
        var made = new List<WeakReference>();
        using var index = TrackIndex.Open(_folder.Library, TestMusic.Profile, Remember, IndexAccess.Create);

        for (var i = 0; i < 40; i++)
        {
            index.Add(TestMusic.Track("a", i));
            index.AddRange([TestMusic.Track("b", i), TestMusic.Track("b", i + 100)]);
        }

        Assert.InRange(Held(), 1, 2);
        index.Delete("a");
        index.Delete("b");
        Assert.Equal(0, Held());

        Landmark[] Remember(Constellation constellation)
        {
            var landmarks = TestMusic.LandmarksOf(constellation);
            made.Add(new WeakReference(landmarks));
            return landmarks;
        }

        int Held()
        {
            GC.Collect();
            return made.Count(landmarks => landmarks.IsAlive);
        }
    }

    [Fact]
    public void A_batch_that_fails_leaves_nothing_in_the_way_of_the_next()
    {
        var expected = new Reference.DictionaryIndex();
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);
        var bad = TestMusic.Track("b", 2) with { RefId = null! };
        Assert.ThrowsAny<Exception>(() => index.AddRange([TestMusic.Track("a", 1), bad]));

        index.Add(TestMusic.Track("c", 3));
        expected.Add("c", TestMusic.LandmarksOf(TestMusic.Constellation(3)));

        index.Flush();
        TestMusic.AssertSame(expected, index);
    }

    [Fact]
    public void Closing_turns_the_log_into_a_segment_and_merges_nothing()
    {
        MakeSegments(Small.MergeFanOut - 1);
        using (var index = TestMusic.Open(_folder.Library, IndexAccess.Create, Small))
        {
            index.Add(TestMusic.Track("last", 9));
        }

        using (var reader = TestMusic.Open(_folder.Library, IndexAccess.Read))
        {
            Assert.Equal(0, reader.Statistics().LogTrackCount);
        }

        Assert.Equal(Small.MergeFanOut, TrackIndexTests.SegmentFiles(_folder.Library).Count);
    }

    [Fact]
    public void A_flush_merges_what_closing_left()
    {
        MakeSegments(Small.MergeFanOut);
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Write, Small);

        index.Flush();

        Assert.Single(TrackIndexTests.SegmentFiles(_folder.Library));
    }

    [Fact]
    public void A_small_library_is_one_segment_whenever_storing_comes_to_its_end()
    {
        var expected = new Reference.DictionaryIndex();
        for (var i = 0; i < 40; i++)
        {
            using var index = TestMusic.Open(_folder.Library, IndexAccess.Create, Small);
            for (var j = 0; j <= i % 5; j++)
            {
                index.Add(TestMusic.Track($"track {i} {j}", (10 * i) + j));
                expected.Add($"track {i} {j}", TestMusic.LandmarksOf(TestMusic.Constellation((10 * i) + j)));
            }

            Assert.Equal(i > 0 && expected.Delete($"track {i - 1} 0"), index.Delete($"track {i - 1} 0"));
            index.Settle();
            Assert.Single(TrackIndexTests.SegmentFiles(_folder.Library));
        }

        Assert.Empty(TestMusic.Inspect(_folder.Library).Faults);
        using var reader = TestMusic.Open(_folder.Library, IndexAccess.Read);
        TestMusic.AssertSame(expected, reader);
    }

    [Fact]
    public void What_is_too_large_to_be_one_segment_settles_in_several()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create, Small with { LargestSegment = 60 });
        for (var i = 0; i < 5; i++)
        {
            index.Add(TestMusic.Track($"track {i}", i));
        }

        index.Settle();
        Assert.InRange(TrackIndexTests.SegmentFiles(_folder.Library).Count, 2, Small.MergeFanOut);
    }

    [Fact]
    public void No_merge_or_compaction_makes_a_segment_that_is_too_large()
    {
        const int Largest = 100;
        var expected = new Reference.DictionaryIndex();
        using var index = TestMusic.Open(
            _folder.Library, IndexAccess.Create, Small with { LargestSegment = Largest });
        for (var i = 0; i < 60; i++)
        {
            index.Add(TestMusic.Track($"track {i % 50}", i));
            expected.Add($"track {i % 50}", TestMusic.LandmarksOf(TestMusic.Constellation(i)));
        }

        index.Flush();
        Assert.All(Sizes(index), size => Assert.InRange(size, 1, Largest));

        // 50 tracks of 19 postings; no two neighbors would fit into one.
        index.Compact();
        var sizes = Sizes(index);
        Assert.Equal(50 * 19, sizes.Sum());
        Assert.All(sizes, size => Assert.InRange(size, 1, Largest));
        Assert.All(sizes.Zip(sizes.Skip(1)), pair => Assert.True(pair.First + pair.Second > Largest));
        TestMusic.AssertSame(expected, index);
        Assert.True(TestMusic.Inspect(_folder.Library).IsSound);
    }

    [Fact]
    public void Any_number_of_openings_for_one_track_each_leave_few_segments()
    {
        var expected = new Reference.DictionaryIndex();
        for (var i = 0; i < 40; i++)
        {
            using (var index = TestMusic.Open(_folder.Library, IndexAccess.Create, Small))
            {
                index.Add(TestMusic.Track($"track {i}", i));
                expected.Add($"track {i}", TestMusic.LandmarksOf(TestMusic.Constellation(i)));
            }

            // Closing begins no merge: up to three of each of four levels may wait, with the one that it wrote.
            Assert.InRange(TrackIndexTests.SegmentFiles(_folder.Library).Count, 1, (3 * 4) + 1);
        }

        using var reader = TestMusic.Open(_folder.Library, IndexAccess.Read);
        TestMusic.AssertSame(expected, reader);
    }

    [Fact]
    public void Any_number_of_openings_for_one_deletion_each_give_the_space_back()
    {
        using (var index = TestMusic.Open(_folder.Library, IndexAccess.Create))
        {
            index.AddRange([.. Enumerable.Range(0, 10).Select(i => TestMusic.Track($"track {i}", i))]);
        }

        for (var i = 0; i < 10; i++)
        {
            using var index = TestMusic.Open(_folder.Library, IndexAccess.Write);
            Assert.True(index.Delete($"track {i}"));
            index.Flush();
            Assert.InRange(index.Statistics().DeadShare, 0, 0.2);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static List<long> Sizes(TrackIndex index)
    {
        using var snapshot = index.Snapshot();
        return [.. snapshot.Segments.Select(segment => segment.PostingCount)];
    }

    private void MakeSegments(int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);
            index.Add(TestMusic.Track($"track {i}", i));
        }
    }
}
