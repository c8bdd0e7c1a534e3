using System.Globalization;
using Earmark.Indexing;
using Microsoft.Data.Sqlite;

namespace Earmark.Tests.Indexing;

public sealed class TrackIndexFaultTests : IDisposable
{
    private static readonly IndexOptions Impatient = new() { WriterWait = TimeSpan.Zero };

    private readonly TestFolder _folder = new();

    [Fact]
    public void A_missing_library_is_refused_unless_it_may_be_made()
    {
        AssertFails("does not exist", () => TestMusic.Open(_folder.Library, IndexAccess.Read));
        AssertFails("does not exist", () => TestMusic.Open(_folder.Library, IndexAccess.Write));
        Assert.False(Directory.Exists(_folder.Library));
        Assert.Null(TrackIndex.ReadProfileId(_folder.Library));
    }

    [Fact]
    public void A_folder_of_something_else_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(_folder.Library);
        File.WriteAllText(Path.Combine(_folder.Library, "song.mp3"), "music");

        AssertFails("is not a library", () => TestMusic.Open(_folder.Library, IndexAccess.Read));
        AssertFails("other files", () => TestMusic.Open(_folder.Library, IndexAccess.Create));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Library));
    }

    [Fact]
    public void An_empty_folder_becomes_a_library_and_a_half_made_one_is_completed()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Library, "segments"));
        File.WriteAllText(Path.Combine(_folder.Library, WriterLock.FileName), "1");
        File.WriteAllBytes(Path.Combine(_folder.Library, Catalogue.FileName), []);

        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);

        Assert.Equal(TestMusic.Profile.Id, TrackIndex.ReadProfileId(_folder.Library));
    }

    [Fact]
    public void Another_profile_is_refused_with_both_ids()
    {
        MakeLibrary();
        var other = TestMusic.Profile with { Name = "other" };
        foreach (var access in Enum.GetValues<IndexAccess>())
        {
            var error = Assert.Throws<LibraryException>(
                () => TrackIndex.Open(_folder.Library, other, TestMusic.LandmarksOf, access));
            Assert.Contains(TestMusic.Profile.Id, error.Message, StringComparison.Ordinal);
            Assert.Contains(other.Id, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_catalogue_of_a_newer_format_is_refused()
    {
        MakeLibrary();
        Sql($"PRAGMA user_version = {Catalogue.FormatVersion + 1}");

        AssertFails("newer Earmark", () => TestMusic.Open(_folder.Library, IndexAccess.Read));
    }

    [Fact]
    public void A_database_of_another_program_is_refused()
    {
        Directory.CreateDirectory(_folder.Library);
        Sql("CREATE TABLE notes (text TEXT)");

        AssertFails("not an Earmark library", () => TestMusic.Open(_folder.Library, IndexAccess.Read));
        AssertFails("not an Earmark library", () => TestMusic.Open(_folder.Library, IndexAccess.Create));
    }

    [Fact]
    public void A_damaged_catalogue_is_named()
    {
        MakeLibrary();
        File.WriteAllText(Path.Combine(_folder.Library, Catalogue.FileName), "This is a text file, not a database.");

        AssertFails(Catalogue.FileName, () => TestMusic.Open(_folder.Library, IndexAccess.Read));
        AssertFails(Catalogue.FileName, () => TestMusic.Open(_folder.Library, IndexAccess.Write));
    }

    [Fact]
    public void A_second_writer_is_told_who_holds_the_library_and_readers_are_not_kept_out()
    {
        using (TestMusic.Open(_folder.Library, IndexAccess.Create))
        {
            var holder = $"process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";
            AssertFails(holder, () => TestMusic.Open(_folder.Library, IndexAccess.Write, Impatient));
            TestMusic.Open(_folder.Library, IndexAccess.Read).Dispose();
        }

        TestMusic.Open(_folder.Library, IndexAccess.Write, Impatient).Dispose();
    }

    [Fact]
    public async Task A_second_writer_waits_for_the_first()
    {
        var first = TestMusic.Open(_folder.Library, IndexAccess.Create);
        var closing = Task.Run(async () =>
        {
            await Task.Delay(100);
            first.Add(TestMusic.Track("a", 1));
            first.Dispose();
        });

        using var second = TestMusic.Open(
            _folder.Library, IndexAccess.Write, new IndexOptions { WriterWait = TimeSpan.FromSeconds(30) });

        await closing;
        Assert.NotNull(second.Find("a"));
    }

    [Fact]
    public void Writing_to_an_index_opened_for_reading_is_a_bug_of_the_caller()
    {
        MakeLibrary();
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Read);

        Assert.Throws<InvalidOperationException>(() => index.Delete("a"));
    }

    [Fact]
    public void A_missing_segment_is_named()
    {
        MakeLibrary();
        var file = TrackIndexTests.SegmentFiles(_folder.Library).Single();
        File.Delete(file);
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Read);

        AssertFails(file, () => index.Snapshot());
    }

    [Fact]
    public void A_damaged_segment_fails_a_merge_but_not_the_storing_of_tracks()
    {
        MakeLibrary();
        var file = TrackIndexTests.SegmentFiles(_folder.Library).Single();
        var bytes = File.ReadAllBytes(file);
        bytes[SegmentHeader.Size + 8] ^= 1;
        File.WriteAllBytes(file, bytes);
        var options = new IndexOptions { LogLimit = 10, MergeFanOut = 2 };

        using (var index = TestMusic.Open(_folder.Library, IndexAccess.Write, options))
        {
            index.Add(TestMusic.Track("b", 2));
            AssertFails(file, () => index.Flush());
        }

        using var reader = TestMusic.Open(_folder.Library, IndexAccess.Read);
        Assert.Equal(["a", "b"], reader.Tracks().Select(track => track.RefId));
        Assert.DoesNotContain(TrackIndexTests.SegmentFiles(_folder.Library), name => name.EndsWith(".tmp"));
    }

    [Fact]
    public void A_file_that_cannot_be_written_whole_leaves_nothing_behind()
    {
        Directory.CreateDirectory(_folder.Library);
        var path = Path.Combine(_folder.Library, "000001.seg");

        Assert.Throws<IOException>(() => DurableFile.Write(path, stream =>
        {
            stream.Write(new byte[5_000_000]);
            throw new IOException("No space left on device", 28);
        }));

        Assert.Empty(Directory.EnumerateFiles(_folder.Library));
        Assert.Contains(
            "is full",
            LibraryFault.Explain(new IOException("", 28), _folder.Library).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Too_little_room_is_said_with_what_there_is_and_what_it_takes()
    {
        MakeLibrary();
        var segments = new SegmentFolder(_folder.Library, TestMusic.Profile.Id);

        segments.DemandRoom(1, "merging segments");
        AssertFails(
            $"merging segments needs {(1L << 40) + 1} MiB", () => segments.DemandRoom(1L << 60, "merging segments"));
    }

    [Fact]
    public void A_folder_on_no_drive_is_taken_to_have_room()
    {
        // A share on Windows; elsewhere every folder is on a drive, but no name has a zero in it.
        var folder = OperatingSystem.IsWindows() ? @"\\server\music" : "/music\0";

        new SegmentFolder(folder, TestMusic.Profile.Id).DemandRoom(1L << 60, "merging segments");
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertFails(string expected, Action action)
    {
        var error = Assert.Throws<LibraryException>(action);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static void AssertFails(string expected, Func<IDisposable> action) =>
        AssertFails(expected, () => action().Dispose());

    private void MakeLibrary()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);
        index.Add(TestMusic.Track("a", 1));
    }

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(_folder.Library, Catalogue.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
