using Earmark.Indexing;

namespace Earmark.Tests.Indexing;

/// <summary>What a killed writer leaves is a library that has all it reported stored, once.</summary>
public sealed class TrackIndexCrashTests : IDisposable
{
    private static readonly IndexOptions Small = new() { LogLimit = 50, MergeFanOut = 3 };

    private readonly TestFolder _folder = new();

    [Fact]
    public void A_kill_after_any_change_loses_nothing_and_doubles_nothing()
    {
        var expected = new Reference.DictionaryIndex();
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create, Small);
        for (var i = 0; i < 30; i++)
        {
            var track = TestMusic.Track($"track {i % 11}", i);
            index.Add(track);
            expected.Add(track.RefId, TestMusic.LandmarksOf(track.Constellation));
            if (i % 7 == 6)
            {
                Assert.Equal(expected.Delete($"track {i % 5}"), index.Delete($"track {i % 5}"));
            }

            AssertSurvives(expected, _folder.CopyLibrary($"copy {i}"));
        }
    }

    [Fact]
    public void A_kill_between_a_segment_file_and_its_commit_loses_nothing_and_doubles_nothing()
    {
        var expected = new Reference.DictionaryIndex();
        string killed;
        using (var index = TestMusic.Open(_folder.Library, IndexAccess.Create))
        {
            index.AddRange([TestMusic.Track("a", 1), TestMusic.Track("b", 2)]);
            expected.Add("a", TestMusic.LandmarksOf(TestMusic.Constellation(1)));
            expected.Add("b", TestMusic.LandmarksOf(TestMusic.Constellation(2)));
            killed = _folder.CopyLibrary("killed");
        }

        // The next writer finds the log of the killed one, and the segment file whose commit never came.
        var segment = TrackIndexTests.SegmentFiles(_folder.Library).Single();
        Directory.CreateDirectory(Path.Combine(killed, "segments"));
        File.Copy(segment, Path.Combine(killed, "segments", "000001.seg"));
        File.WriteAllText(Path.Combine(killed, "segments", "000002.seg.tmp"), "half a segment");

        AssertSurvives(expected, killed);
        Assert.Equal(["000001.seg"], TrackIndexTests.SegmentFiles(killed).Select(Path.GetFileName));
    }

    [Fact]
    public void A_kill_around_the_commit_of_a_merge_loses_nothing_and_doubles_nothing()
    {
        var expected = new Reference.DictionaryIndex();
        string before;
        string after;
        using (var index = TestMusic.Open(_folder.Library, IndexAccess.Create, Small))
        {
            for (var i = 0; i < 8; i++)
            {
                index.Add(TestMusic.Track($"track {i}", i));
                expected.Add($"track {i}", TestMusic.LandmarksOf(TestMusic.Constellation(i)));
            }

            before = _folder.CopyLibrary("before");
            index.Add(TestMusic.Track("track 0", 0));
            index.Flush();
            after = _folder.CopyLibrary("after");
        }

        Assert.Equal(2, TrackIndexTests.SegmentFiles(before).Count);
        var merged = Assert.Single(TrackIndexTests.SegmentFiles(after));
        foreach (var old in TrackIndexTests.SegmentFiles(before))
        {
            File.Copy(old, Path.Combine(after, "segments", Path.GetFileName(old)));
        }

        File.Copy(merged, Path.Combine(before, "segments", Path.GetFileName(merged)));
        AssertSurvives(expected, before);
        AssertSurvives(expected, after);
    }

    [Fact]
    public void Files_that_nobody_names_go_when_the_next_writer_opens()
    {
        TestMusic.Open(_folder.Library, IndexAccess.Create).Dispose();
        var segments = Path.Combine(_folder.Library, "segments");
        File.WriteAllText(Path.Combine(segments, "000007.seg"), "orphan");
        File.WriteAllText(Path.Combine(segments, "000008.seg.tmp"), "half");
        File.WriteAllText(Path.Combine(segments, "notes.txt"), "not ours");

        TestMusic.Open(_folder.Library, IndexAccess.Read).Dispose();
        Assert.Equal(3, TrackIndexTests.SegmentFiles(_folder.Library).Count);
        TestMusic.Open(_folder.Library, IndexAccess.Write).Dispose();
        Assert.Equal(["notes.txt"], TrackIndexTests.SegmentFiles(_folder.Library).Select(Path.GetFileName));
    }

    [Fact]
    public void A_torn_end_of_the_write_ahead_log_costs_only_what_was_not_reported_stored()
    {
        var expected = new Reference.DictionaryIndex();
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);
        index.Add(TestMusic.Track("a", 1));
        expected.Add("a", TestMusic.LandmarksOf(TestMusic.Constellation(1)));
        var log = Path.Combine(_folder.Library, "library.db-wal");
        var stored = new FileInfo(log).Length;
        index.Add(TestMusic.Track("b", 2));
        var whole = new FileInfo(log).Length;
        Assert.True(whole > stored);

        for (var length = stored; length < whole; length += 997)
        {
            var copy = _folder.CopyLibrary($"copy {length}");
            using (var torn = new FileStream(Path.Combine(copy, "library.db-wal"), FileMode.Open))
            {
                torn.SetLength(length);
            }

            AssertSurvives(expected, copy);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertSurvives(Reference.DictionaryIndex expected, string library)
    {
        using (var reader = TestMusic.Open(library, IndexAccess.Read))
        {
            TestMusic.AssertSame(expected, reader);
        }

        using (var writer = TestMusic.Open(library, IndexAccess.Write, Small))
        {
            TestMusic.AssertSame(expected, writer);
            writer.Flush();
            TestMusic.AssertSame(expected, writer);
        }
    }
}
