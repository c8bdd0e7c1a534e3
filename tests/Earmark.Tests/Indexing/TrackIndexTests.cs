using CsCheck;
using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Tests.Indexing;

public sealed class TrackIndexTests : IDisposable
{
    // Three tracks of 19 landmarks fill the log, so that a few of them go through every stage.
    private static readonly IndexOptions Small = new() { LogLimit = 50, MergeFanOut = 3, WriterWait = TimeSpan.Zero };

    private readonly TestFolder _folder = new();

    [Fact]
    public void A_stored_track_is_found_with_all_that_is_known_of_it()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);
        var stored = TestMusic.Track("Björk – Jóga 🎵", 1) with { Artist = "Björk", Album = null };
        index.Add(stored);

        var track = index.Find(stored.RefId)!;

        Assert.Equal(
            new Track
            {
                Id = track.Id,
                RefId = stored.RefId,
                Path = stored.Path,
                FileSize = stored.FileSize,
                Modified = stored.Modified,
                Title = stored.Title,
                Artist = "Björk",
                Album = null,
                Duration = stored.Duration,
                LandmarkCount = 19,
            },
            track);
        Assert.Equal(track, index.Find(track.Id));
        Assert.Equal(track, index.FindByPath(stored.Path!));
        Assert.Equal([track], index.Tracks());
        Assert.Null(index.Find("Joga"));
    }

    [Fact]
    public void Tracks_come_by_ref_id_over_several_pages()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);
        index.AddRange([.. Enumerable.Range(0, 1100).Select(i => Silence($"{i * 7919 % 1100:D4}"))]);

        Assert.Equal(Enumerable.Range(0, 1100).Select(i => $"{i:D4}"), index.Tracks().Select(track => track.RefId));
    }

    [Fact]
    public void Any_sequence_of_changes_gives_what_a_dictionary_would()
    {
        var step = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 7], Gen.Int[0, 1000]);
        step.Array[1, 40].Sample(
            steps =>
            {
                using var folder = new TestFolder();
                var expected = new Reference.DictionaryIndex();
                var index = TestMusic.Open(folder.Library, IndexAccess.Create, Small);
                using var reader = TestMusic.Open(folder.Library, IndexAccess.Read);
                foreach (var (action, name, seed) in steps)
                {
                    switch (action)
                    {
                        case < 6:
                            var track = TestMusic.Track($"track {name}", seed);
                            index.Add(track);
                            expected.Add(track.RefId, TestMusic.LandmarksOf(track.Constellation));
                            break;
                        case < 8:
                            Assert.Equal(expected.Delete($"track {name}"), index.Delete($"track {name}"));
                            break;
                        case 8:
                            index.Flush();
                            break;
                        default:
                            index.Dispose();
                            index = TestMusic.Open(folder.Library, IndexAccess.Write, Small);
                            break;
                    }

                    TestMusic.AssertSame(expected, seed % 2 == 0 ? index : reader);
                }

                index.Dispose();
                TestMusic.AssertSame(expected, reader);
            },
            iter: 25,
            threads: 1);
    }

    [Fact]
    public void Storing_again_replaces_by_ref_id_and_by_path()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);
        index.AddRange([TestMusic.Track("a", 1), TestMusic.Track("b", 2)]);
        index.Flush();

        index.Add(TestMusic.Track("a", 3) with { Path = "/music/b.flac" });

        Assert.Equal(["a"], index.Tracks().Select(track => track.RefId));
        using var snapshot = index.Snapshot();
        Assert.Equal(1, snapshot.TrackCount);
        Assert.Equal("Title 3", index.FindByPath("/music/b.flac")!.Title);
    }

    [Fact]
    public void Of_two_tracks_of_one_name_in_a_batch_the_later_stays()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);

        index.AddRange([TestMusic.Track("a", 1), TestMusic.Track("a", 2)]);

        Assert.Equal("Title 2", Assert.Single(index.Tracks()).Title);
    }

    [Fact]
    public void A_batch_with_a_bad_track_stores_none_of_it()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);
        var bad = TestMusic.Track("b", 2) with { Constellation = new Constellation([new Peak(5, 0, 0)], 5) };

        Assert.Throws<ArgumentException>(() => index.AddRange([TestMusic.Track("a", 1), bad]));
        Assert.Empty(index.Tracks());
    }

    [Fact]
    public void The_peaks_of_a_track_read_back_from_log_and_segment()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);
        var stored = TestMusic.Track("a", 1);
        index.Add(stored);
        for (var pass = 0; pass < 2; pass++)
        {
            using var snapshot = index.Snapshot();
            var segment = Assert.Single(snapshot.Segments);
            var peaks = Array.Empty<Peak>();
            var count = segment.ReadPeaks(segment.Track(0), 100, 270, ref peaks);
            Assert.Equal(stored.Constellation.Peaks.Where(peak => peak.Frame is >= 100 and <= 270), peaks[..count]);
            index.Flush();
        }
    }

    [Fact]
    public void Segments_merge_by_level_and_old_files_go()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create, Small);
        for (var i = 0; i < 27; i++)
        {
            index.Add(TestMusic.Track($"track {i}", i));
        }

        index.Flush();
        Assert.Equal(1, index.Statistics().SegmentCount);
        Assert.Single(SegmentFiles(_folder.Library));
    }

    [Fact]
    public void A_segment_more_than_a_fifth_dead_is_rewritten_and_one_all_dead_goes()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);
        index.AddRange([.. Enumerable.Range(0, 10).Select(i => TestMusic.Track($"track {i}", i))]);
        index.Flush();
        var size = new FileInfo(SegmentFiles(_folder.Library).Single()).Length;

        index.Delete("track 0");
        index.Delete("track 1");
        index.Flush();
        Assert.Equal(0.2, index.Statistics().DeadShare, 6);
        index.Delete("track 2");
        index.Flush();
        Assert.Equal(0, index.Statistics().DeadShare);
        Assert.True(new FileInfo(SegmentFiles(_folder.Library).Single()).Length < size);

        foreach (var track in index.Tracks().ToList())
        {
            index.Delete(track.RefId);
        }

        index.Flush();
        Assert.Empty(SegmentFiles(_folder.Library));
        Assert.Equal(0, index.Statistics().PostingCount);
    }

    [Fact]
    public void The_same_tracks_make_the_same_files_however_they_are_batched()
    {
        var tracks = Enumerable.Range(0, 31).Select(i => TestMusic.Track($"track {i}", i)).ToList();
        foreach (var batch in new[] { 1, 4, 31 })
        {
            using var index = TestMusic.Open(Path.Combine(_folder.Path, $"{batch}"), IndexAccess.Create, Small);
            foreach (var part in tracks.Chunk(batch))
            {
                index.AddRange(part);
            }

            index.Flush();
        }

        var expected = SegmentContents(Path.Combine(_folder.Path, "1"));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, SegmentContents(Path.Combine(_folder.Path, "4")));
        Assert.Equal(expected, SegmentContents(Path.Combine(_folder.Path, "31")));
    }

    [Fact]
    public void Statistics_add_up_to_the_files()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);
        index.AddRange([.. Enumerable.Range(0, 10).Select(i => TestMusic.Track($"track {i}", i))]);
        index.Flush();
        index.Add(TestMusic.Track("last", 99));

        var statistics = index.Statistics();

        Assert.Equal(11, statistics.TrackCount);
        Assert.Equal(1, statistics.LogTrackCount);
        Assert.Equal(1, statistics.SegmentCount);
        Assert.Equal(190, statistics.PostingCount);
        Assert.Equal(11 * 4.8, statistics.Duration.TotalSeconds, 6);
        Assert.Equal(
            new DirectoryInfo(_folder.Library)
                .EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length),
            statistics.TotalBytes);
    }

    public void Dispose() => _folder.Dispose();

    internal static List<string> SegmentFiles(string library) =>
        [.. Directory.EnumerateFiles(Path.Combine(library, "segments")).Order(StringComparer.Ordinal)];

    /// <summary>The files of segments in the order of their tracks; names tell when a merge began.</summary>
    internal static List<byte[]> SegmentContents(string library)
    {
        using var database = LibraryFolder.OpenToRead(library);
        var folder = new SegmentFolder(library, TestMusic.Profile.Id);
        return [.. Manifest.ReadSegments(database).Select(row => File.ReadAllBytes(folder.PathOf(row.Id)))];
    }

    private static NewTrack Silence(string refId) =>
        new() { RefId = refId, Constellation = new Constellation([], 100) };
}
