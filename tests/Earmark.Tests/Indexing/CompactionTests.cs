using Earmark.Indexing;

namespace Earmark.Tests.Indexing;

public sealed class CompactionTests : IDisposable
{
    private static readonly IndexOptions Small = new() { LogLimit = 50, MergeFanOut = 3 };

    private readonly TestFolder _folder = new();

    [Fact]
    public void Compacting_leaves_one_segment_without_the_dead_and_gives_the_space_back()
    {
        var expected = new Reference.DictionaryIndex();
        using var index = Fill(_folder.Library, new IndexOptions { LogLimit = 50, MergeFanOut = 100 }, expected);
        index.Flush();
        var before = index.Statistics();
        Assert.True(before.SegmentCount > 5);

        index.Compact();

        var after = index.Statistics();
        Assert.Equal(1, after.SegmentCount);
        Assert.Equal(0, after.DeadShare);
        Assert.Equal(0, after.LogTrackCount);
        Assert.True(after.TotalBytes < before.TotalBytes);
        Assert.Single(TrackIndexTests.SegmentFiles(_folder.Library));
        TestMusic.AssertSame(expected, index);
        Assert.True(TestMusic.Inspect(_folder.Library).IsSound);
    }

    [Fact]
    public void After_compacting_the_same_changes_give_the_same_bytes_however_they_were_kept()
    {
        List<byte[]>? first = null;
        IndexOptions[] ways = [Small, new() { LogLimit = 130, MergeFanOut = 2 }, new()];
        foreach (var options in ways)
        {
            var library = Path.Combine(_folder.Path, $"{options.LogLimit}");
            using (var index = Fill(library, options, new Reference.DictionaryIndex()))
            {
                index.Compact();
            }

            first ??= TrackIndexTests.SegmentContents(library);
            Assert.Equal(first, TrackIndexTests.SegmentContents(library));
        }
    }

    [Fact]
    public void Compacting_twice_writes_nothing_the_second_time()
    {
        using var index = Fill(_folder.Library, Small, new Reference.DictionaryIndex());
        index.Compact();
        var files = TrackIndexTests.SegmentFiles(_folder.Library);

        index.Compact();

        Assert.Equal(files, TrackIndexTests.SegmentFiles(_folder.Library));
    }

    [Fact]
    public void A_compaction_that_is_given_up_leaves_the_library_as_good_as_before()
    {
        var expected = new Reference.DictionaryIndex();
        using var index = Fill(_folder.Library, Small, expected);
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => index.Compact(_ => stop.Cancel(), stop.Token));

        // Merges that waited for it go on, and have files of their own until they are done.
        index.Flush();
        Assert.DoesNotContain(TrackIndexTests.SegmentFiles(_folder.Library), name => name.EndsWith(".tmp"));
        TestMusic.AssertSame(expected, index);
        index.Compact();
        TestMusic.AssertSame(expected, index);
    }

    [Fact]
    public void What_is_stored_and_deleted_while_compacting_is_there_and_gone_after_it()
    {
        var expected = new Reference.DictionaryIndex();
        using var index = Fill(_folder.Library, Small, expected);
        var isFirst = true;

        index.Compact(_ =>
        {
            if (!isFirst)
            {
                return;
            }

            isFirst = false;
            Assert.True(index.Delete("track 1"));
            expected.Delete("track 1");
            for (var i = 0; i < 10; i++)
            {
                var track = TestMusic.Track($"meanwhile {i % 8}", 100 + i);
                index.Add(track);
                expected.Add(track.RefId, TestMusic.LandmarksOf(track.Constellation));
            }

            TestMusic.AssertSame(expected, index);
        });

        Assert.False(isFirst);
        TestMusic.AssertSame(expected, index);
        index.Flush();
        TestMusic.AssertSame(expected, index);
        Assert.Empty(TestMusic.Inspect(_folder.Library).Faults);
    }

    [Fact]
    public void A_damaged_segment_is_not_compacted_away()
    {
        Fill(_folder.Library, Small, new Reference.DictionaryIndex()).Dispose();
        var file = TrackIndexTests.SegmentFiles(_folder.Library)[0];
        var bytes = File.ReadAllBytes(file);
        bytes[SegmentHeader.Size + 8] ^= 1;
        File.WriteAllBytes(file, bytes);
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Write, Small);

        var error = Assert.Throws<LibraryException>(() => index.Compact());

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(file));
    }

    [Fact]
    public void Clearing_removes_every_track_and_their_space_and_uses_no_id_again()
    {
        using var index = Fill(_folder.Library, Small, new Reference.DictionaryIndex());
        var count = index.Tracks().Count();
        var last = index.Tracks().Max(track => track.Id);
        using var snapshot = index.Snapshot();

        Assert.Equal(count, index.Clear());

        Assert.Empty(index.Tracks());
        Assert.Empty(TrackIndexTests.SegmentFiles(_folder.Library));
        Assert.Equal(count, snapshot.TrackCount);
        index.Add(TestMusic.Track("new", 1));
        Assert.True(index.Find("new")!.Id > last);
        Assert.Equal(1, index.Clear());
        Assert.Equal(0, index.Clear());
        Assert.True(TestMusic.Inspect(_folder.Library).IsSound);
    }

    public void Dispose() => _folder.Dispose();

    private static TrackIndex Fill(string library, IndexOptions options, Reference.DictionaryIndex expected)
    {
        var index = TestMusic.Open(library, IndexAccess.Create, options);
        for (var i = 0; i < 40; i++)
        {
            var track = TestMusic.Track($"track {i % 31}", i);
            index.Add(track);
            expected.Add(track.RefId, TestMusic.LandmarksOf(track.Constellation));
            if (i % 11 == 10)
            {
                Assert.Equal(expected.Delete($"track {i - 5}"), index.Delete($"track {i - 5}"));
            }
        }

        return index;
    }
}
