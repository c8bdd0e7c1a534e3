using CsCheck;
using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Tests.Indexing;

/// <summary>Many tracks at once, as a segment of their own.</summary>
public sealed class TrackIndexBulkTests : IDisposable
{
    private static readonly IndexOptions Small = new() { LogLimit = 50, MergeFanOut = 3 };

    private readonly TestFolder _folder = new();

    [Fact]
    public void Any_sequence_of_batches_and_single_tracks_gives_what_a_dictionary_would()
    {
        var batch = Gen.Int[0, 9].Array[0, 6];
        var step = Gen.Select(Gen.Int[0, 3], batch, Gen.Int[0, 1000]);
        step.Array[1, 25].Sample(
            steps =>
            {
                using var folder = new TestFolder();
                var expected = new Reference.DictionaryIndex();
                using var reader = MakeAndOpen(folder.Library);
                using var index = TestMusic.Open(folder.Library, IndexAccess.Write, Small);
                foreach (var (action, names, seed) in steps)
                {
                    var tracks = names.Select((name, i) => TestMusic.Track($"track {name}", seed + i)).ToList();
                    if (action == 0)
                    {
                        index.AddRange(tracks);
                    }
                    else
                    {
                        index.AddSegment(tracks);
                    }

                    tracks.ForEach(t => expected.Add(t.RefId, TestMusic.LandmarksOf(t.Constellation)));
                    TestMusic.AssertSame(expected, seed % 2 == 0 ? index : reader);
                }
            },
            iter: 25,
            threads: 1);
    }

    [Fact]
    public void It_is_in_no_log_and_one_segment()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);

        index.AddSegment([TestMusic.Track("a", 1), TestMusic.Track("b", 2)]);

        Assert.Equal(0, index.Statistics().LogTrackCount);
        Assert.Equal(1, index.Statistics().SegmentCount);
    }

    [Fact]
    public void What_is_in_the_log_becomes_a_segment_before_it()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);
        index.Add(TestMusic.Track("a", 1));

        index.AddSegment([TestMusic.Track("b", 2), TestMusic.Track("c", 3)]);

        using var snapshot = index.Snapshot();
        Assert.Equal([1, 2], snapshot.Segments.Select(segment => segment.TrackCount));
    }

    [Fact]
    public void A_track_that_a_replaced_one_replaced_does_not_come_back()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);
        var (first, second) = (TestMusic.Track("a", 1), TestMusic.Track("b", 2));

        index.AddSegment([first, second with { Path = first.Path }, TestMusic.Track("b", 3)]);

        Assert.Equal("Title 3", Assert.Single(index.Tracks()).Title);
    }

    [Fact]
    public void A_batch_with_a_bad_track_stores_none_of_it()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);
        var bad = TestMusic.Track("b", 2) with { Constellation = new Constellation([new Peak(5, 0, 0)], 5) };

        Assert.Throws<ArgumentException>(() => index.AddSegment([TestMusic.Track("a", 1), bad]));

        Assert.Empty(index.Tracks());
        index.AddSegment([TestMusic.Track("c", 3)]);
        Assert.Equal(["c"], index.Tracks().Select(track => track.RefId));
    }

    [Fact]
    public void A_kill_between_its_file_and_its_commit_leaves_the_library_as_it_was()
    {
        var expected = new Reference.DictionaryIndex();
        string killed;
        using (var index = TestMusic.Open(_folder.Library, IndexAccess.Create))
        {
            index.AddSegment([TestMusic.Track("a", 1)]);
            expected.Add("a", TestMusic.LandmarksOf(TestMusic.Constellation(1)));
            killed = _folder.CopyLibrary("killed");
            index.AddSegment([TestMusic.Track("a", 2), TestMusic.Track("b", 3)]);
        }

        var file = TrackIndexTests.SegmentFiles(_folder.Library)[^1];
        File.Copy(file, Path.Combine(killed, "segments", Path.GetFileName(file)));

        using var writer = TestMusic.Open(killed, IndexAccess.Write);
        TestMusic.AssertSame(expected, writer);
        writer.AddSegment([TestMusic.Track("c", 4)]);
        expected.Add("c", TestMusic.LandmarksOf(TestMusic.Constellation(4)));
        TestMusic.AssertSame(expected, writer);
    }

    [Fact]
    public void Segments_of_batches_merge_like_others()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create, Small);

        for (var i = 0; i < 27; i++)
        {
            index.AddSegment([TestMusic.Track($"track {i}", i)]);
        }

        Assert.Equal(1, index.Statistics().SegmentCount);
    }

    public void Dispose() => _folder.Dispose();

    private static TrackIndex MakeAndOpen(string library)
    {
        TestMusic.Open(library, IndexAccess.Create).Dispose();
        return TestMusic.Open(library, IndexAccess.Read);
    }
}
