using Earmark.Indexing;

namespace Earmark.Tests.Indexing;

/// <summary>Merges run beside everything else, and change no answer and no bytes.</summary>
public sealed class BackgroundMergeTests : IDisposable
{
    private static readonly IndexOptions Small = new() { LogLimit = 50, MergeFanOut = 3 };

    private readonly TestFolder _folder = new();

    [Fact]
    public void Tracks_retired_and_added_between_the_choice_and_the_commit_of_a_merge_are_carried_over()
    {
        var expected = new Reference.DictionaryIndex();
        LibraryFolder.Prepare(_folder.Library, IndexAccess.Create);
        using (var database = LibraryFolder.OpenToWrite(_folder.Library, TestMusic.Profile.Id, IndexAccess.Create))
        {
            var segments = new SegmentFolder(_folder.Library, TestMusic.Profile.Id);
            var fingerprinter = new Fingerprinter(TestMusic.Profile, TestMusic.LandmarksOf);
            var writer = new IndexWriter(database, segments, fingerprinter, Small);
            for (var i = 0; i < 9; i++)
            {
                Add(writer, $"track {i}", i);
                writer.WriteFullLog();
            }

            Delete(writer, "track 4");
            using (var merge = writer.BeginMerge(isAtRest: false)!)
            {
                Delete(writer, "track 0");
                Add(writer, "track 8", 88);
                Add(writer, "new", 9);
                writer.WriteAllLog();
                merge.Write(advance: null, CancellationToken.None);
                Delete(writer, "track 1");
                writer.Commit(merge);
                merge.DeleteSources();
            }
        }

        Assert.Empty(TestMusic.Inspect(_folder.Library).Faults);
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Write, Small);
        TestMusic.AssertSame(expected, index);
        index.Flush();
        TestMusic.AssertSame(expected, index);

        void Add(IndexWriter writer, string refId, int seed)
        {
            var track = TestMusic.Track(refId, seed);
            writer.Add([track]);
            expected.Add(refId, TestMusic.LandmarksOf(track.Constellation));
        }

        void Delete(IndexWriter writer, string refId) => Assert.Equal(expected.Delete(refId), writer.Delete(refId));
    }

    [Fact]
    public void The_same_tracks_make_the_same_segments_however_the_merges_fall()
    {
        var eager = Path.Combine(_folder.Path, "eager");
        var free = Path.Combine(_folder.Path, "free");
        var late = Path.Combine(_folder.Path, "late");
        Store(eager, Small, flushEach: true);
        Store(free, Small, flushEach: false);
        Store(late, Small with { MergeFanOut = 1000 }, flushEach: false);
        using (var index = TestMusic.Open(late, IndexAccess.Write, Small))
        {
            index.Flush();
        }

        var expected = TrackIndexTests.SegmentContents(eager);
        Assert.InRange(expected.Count, 2, 6);
        Assert.Equal(expected, TrackIndexTests.SegmentContents(free));
        Assert.Equal(expected, TrackIndexTests.SegmentContents(late));
    }

    [Fact]
    public void A_merge_that_is_given_up_on_closing_costs_nothing()
    {
        var impatient = Small with { CloseWait = TimeSpan.Zero };
        var expected = new Reference.DictionaryIndex();
        for (var round = 0; round < 30; round++)
        {
            using (var index = TestMusic.Open(_folder.Library, IndexAccess.Create, impatient))
            {
                for (var i = 0; i < 7; i++)
                {
                    var track = TestMusic.Track($"track {((round * 7) + i) % 80}", (round * 7) + i);
                    index.Add(track);
                    expected.Add(track.RefId, TestMusic.LandmarksOf(track.Constellation));
                }
            }

            Assert.DoesNotContain(TrackIndexTests.SegmentFiles(_folder.Library), name => name.EndsWith(".tmp"));
        }

        Assert.Empty(TestMusic.Inspect(_folder.Library).Faults);
        using var last = TestMusic.Open(_folder.Library, IndexAccess.Write, Small);
        last.Flush();
        TestMusic.AssertSame(expected, last);
        Assert.Empty(TestMusic.Inspect(_folder.Library).Faults);
    }

    [Fact]
    public void A_merge_that_fails_is_said_by_every_flush_until_it_is_mended()
    {
        using (var index = TestMusic.Open(_folder.Library, IndexAccess.Create, Small with { MergeFanOut = 1000 }))
        {
            for (var i = 0; i < 9; i++)
            {
                index.Add(TestMusic.Track($"track {i}", i));
            }
        }

        var file = TrackIndexTests.SegmentFiles(_folder.Library)[1];
        var bytes = File.ReadAllBytes(file);
        bytes[SegmentHeader.Size + 8] ^= 1;
        File.WriteAllBytes(file, bytes);
        using (var index = TestMusic.Open(_folder.Library, IndexAccess.Write, Small))
        {
            index.Add(TestMusic.Track("new", 10));
            for (var i = 0; i < 2; i++)
            {
                var error = Assert.Throws<LibraryException>(() => index.Flush());
                Assert.Contains(file, error.Message, StringComparison.Ordinal);
            }

            Assert.NotNull(index.Find("new"));
        }

        Assert.True(TestMusic.Inspect(_folder.Library, mend: true).IsWhole);
        using var mended = TestMusic.Open(_folder.Library, IndexAccess.Write, Small);
        mended.Flush();
        Assert.Equal(10, mended.TrackCount);
    }

    [Fact]
    public async Task Many_threads_may_store_delete_flush_and_compact_at_once()
    {
        var expected = new Reference.DictionaryIndex();
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create, Small);
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 40; i++)
            {
                index.Add(TestMusic.Track($"{writer}: {i % 20}", (writer * 1000) + i));
                if (i % 10 == 9)
                {
                    index.Flush();
                    index.Delete($"{writer}: {i - 20}");
                }
            }
        }));
        var compactors = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 5; i++)
            {
                index.Compact();
            }
        }));
        await Task.WhenAll(writers.Concat(compactors));

        for (var writer = 0; writer < 4; writer++)
        {
            for (var i = 0; i < 20; i++)
            {
                // Of the second round; deleted after the tracks 29 and 39.
                if (i is not (9 or 19))
                {
                    var landmarks = TestMusic.LandmarksOf(TestMusic.Constellation((writer * 1000) + 20 + i));
                    expected.Add($"{writer}: {i}", landmarks);
                }
            }
        }

        TestMusic.AssertSame(expected, index);
        Assert.Empty(TestMusic.Inspect(_folder.Library).Faults);
    }

    public void Dispose() => _folder.Dispose();

    private static void Store(string library, IndexOptions options, bool flushEach)
    {
        using var index = TestMusic.Open(library, IndexAccess.Create, options);
        for (var i = 0; i < 70; i++)
        {
            index.Add(TestMusic.Track($"track {i}", i));

            // Only where the log is empty: a flush makes a segment of what there is.
            if (flushEach && i % 3 == 2)
            {
                index.Flush();
            }
        }

        index.Flush();
    }
}
