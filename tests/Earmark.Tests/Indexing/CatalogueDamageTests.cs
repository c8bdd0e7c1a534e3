using Earmark.Indexing;

namespace Earmark.Tests.Indexing;

/// <summary>A flipped bit of SQLite's files is found, and never answered from.</summary>
public sealed class CatalogueDamageTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void A_flipped_bit_anywhere_in_the_catalogue_is_found_or_changes_nothing()
    {
        var expected = MakeLibrary(trackCount: 40, logCount: 5);
        var file = LibraryFolder.CataloguePath(_folder.Library);
        var bytes = File.ReadAllBytes(file);
        var random = new Random(1);
        var foundCount = 0;
        for (var round = 0; round < 100; round++)
        {
            var at = random.Next(bytes.Length);
            var copy = _folder.CopyLibrary($"copy {round}");
            var flipped = (byte[])bytes.Clone();
            flipped[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(LibraryFolder.CataloguePath(copy), flipped);

            var isFound = !IsSound(copy);
            foundCount += isFound ? 1 : 0;
            AssertAnswersRightOrNotAtAll(expected, copy, isFound);
        }

        // The rest fell on bytes that mean nothing.
        Assert.InRange(foundCount, 10, 100);
    }

    [Fact]
    public void A_row_whose_title_changed_is_named_and_taken_out()
    {
        MakeLibrary(trackCount: 3, logCount: 1);
        Sql("UPDATE track SET title = 'Tytle' WHERE ref_id = 'track 1'");

        using (var reader = TestMusic.Open(_folder.Library, IndexAccess.Read))
        {
            var error = Assert.Throws<LibraryException>(() => reader.Find("track 1"));
            Assert.Contains("track 1", error.Message, StringComparison.Ordinal);
            Assert.NotNull(reader.Find("track 0"));
        }

        var lost = Assert.Single(TestMusic.Inspect(_folder.Library, mend: true).Lost);
        Assert.Equal("/music/track 1.flac", lost.Path);
        Assert.True(TestMusic.Inspect(_folder.Library).IsSound);
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Read);
        Assert.Equal(["track 0", "track 2", "track 3"], index.Tracks().Select(track => track.RefId));
    }

    [Fact]
    public void A_library_made_before_rows_had_checksums_gets_them_with_its_next_tracks()
    {
        MakeLibrary(trackCount: 2, logCount: 0);
        Sql("ALTER TABLE track DROP COLUMN checksum");
        using (var reader = TestMusic.Open(_folder.Library, IndexAccess.Read))
        {
            Assert.NotNull(reader.Find("track 1"));
        }

        using (var writer = TestMusic.Open(_folder.Library, IndexAccess.Write))
        {
            writer.Add(TestMusic.Track("new", 7));
        }

        Assert.True(TestMusic.Inspect(_folder.Library).IsSound);
        Sql("UPDATE track SET title = 'x'");
        Assert.Equal(["new"], TestMusic.Inspect(_folder.Library).Lost.Select(track => track.RefId));
    }

    [Theory]
    [InlineData("DELETE FROM log")]
    [InlineData("DELETE FROM track WHERE ref_id = 'track 1'")]
    [InlineData("DELETE FROM track WHERE ref_id = 'track 3'")]
    [InlineData("DELETE FROM retired")]
    [InlineData("DELETE FROM segment")]
    [InlineData("UPDATE log SET landmark_count = 5")]
    [InlineData("UPDATE log SET constellation = zeroblob(50)")]
    [InlineData("UPDATE segment SET posting_count = 5")]
    [InlineData("UPDATE segment SET last_track = 2")]
    [InlineData("UPDATE retired SET segment_id = 9")]
    [InlineData("UPDATE retired SET track_id = 77")]
    [InlineData("INSERT INTO retired SELECT id, 1, 19 FROM track WHERE ref_id = 'track 1'")]
    [InlineData("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'track'")]
    public void Tables_that_contradict_one_another_are_found_and_mended(string damage)
    {
        MakeLibrary(trackCount: 3, logCount: 1);
        string library;
        var patient = new IndexOptions { DeadShareLimit = 1 };
        using (var index = TestMusic.Open(_folder.Library, IndexAccess.Write, patient))
        {
            index.Delete("track 0");
            index.Add(TestMusic.Track("track 4", 4));
            index.Add(TestMusic.Track("track 5", 5));
            library = _folder.CopyLibrary("copy");
        }

        Sql(damage, library);
        Assert.False(TestMusic.Inspect(library).IsSound);
        Assert.All(TestMusic.Inspect(library, mend: true).Faults, fault => Assert.True(fault.IsMended));
        Assert.Empty(TestMusic.Inspect(library).Faults);
        using var mended = TestMusic.Open(library, IndexAccess.Write);
        mended.Add(TestMusic.Track("later", 9));
        mended.Flush();
        Assert.NotNull(mended.Find("later"));
    }

    [Fact]
    public void Of_a_damaged_page_the_other_rows_are_kept_and_the_music_can_be_stored_again()
    {
        var expected = MakeLibrary(trackCount: 120, logCount: 3);
        var file = LibraryFolder.CataloguePath(_folder.Library);
        var bytes = File.ReadAllBytes(file);
        var page = IndexOf(bytes, "Title 60"u8) / 4096;
        Assert.NotEqual(0, page);
        bytes.AsSpan(page * 4096, 4096).Fill(0xA5);
        File.WriteAllBytes(file, bytes);

        Assert.False(TestMusic.Inspect(_folder.Library).IsSound);
        var mended = TestMusic.Inspect(_folder.Library, mend: true);

        Assert.All(mended.Faults, fault => Assert.True(fault.IsMended));
        Assert.True(TestMusic.Inspect(_folder.Library).IsSound);
        Assert.True(File.Exists(file + CatalogueSalvage.DamagedEnding));
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Write);
        Assert.InRange(index.Tracks().Count(), 60, 122);
        for (var i = 0; i < 123; i++)
        {
            index.Add(TestMusic.Track($"track {i}", i));
        }

        index.Flush();
        TestMusic.AssertSame(expected, index);
    }

    [Fact]
    public void A_file_that_is_no_database_is_said_to_be_damaged_and_cannot_be_mended()
    {
        MakeLibrary(trackCount: 1, logCount: 0);
        File.WriteAllText(LibraryFolder.CataloguePath(_folder.Library), new string('x', 9000));

        Assert.Contains(
            "damaged", Assert.Single(TestMusic.Inspect(_folder.Library).Faults).Found, StringComparison.Ordinal);
        var error = Assert.Throws<LibraryException>(() => TestMusic.Inspect(_folder.Library, mend: true));
        Assert.Contains("nothing can be read", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    internal static void Sql(string sql, string library)
    {
        using var database = Database.OpenToWrite(LibraryFolder.CataloguePath(library));
        database.Execute(sql);
    }

    private static bool IsSound(string library)
    {
        try
        {
            return TestMusic.Inspect(library).IsSound;
        }
        catch (LibraryException)
        {
            return false;
        }
    }

    private static void AssertAnswersRightOrNotAtAll(Reference.DictionaryIndex expected, string library, bool isFound)
    {
        try
        {
            using var reader = TestMusic.Open(library, IndexAccess.Read);
            foreach (var track in reader.Tracks())
            {
                var seed = int.Parse(track.RefId.AsSpan("track ".Length), null);
                Assert.Equal(TestMusic.Track(track.RefId, seed).Title, track.Title);
            }

            if (!isFound)
            {
                TestMusic.AssertSame(expected, reader);
            }
        }
        catch (LibraryException e)
        {
            Assert.True(isFound, e.Message);
        }
    }

    private static int IndexOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> text) => bytes.IndexOf(text);

    private void Sql(string sql) => Sql(sql, _folder.Library);

    /// <summary>Tracks in a segment, and some that are still in the log.</summary>
    private Reference.DictionaryIndex MakeLibrary(int trackCount, int logCount)
    {
        var expected = new Reference.DictionaryIndex();
        string killed;
        using (var index = TestMusic.Open(_folder.Library, IndexAccess.Create))
        {
            for (var i = 0; i < trackCount + logCount; i++)
            {
                index.Add(TestMusic.Track($"track {i}", i));
                expected.Add($"track {i}", TestMusic.LandmarksOf(TestMusic.Constellation(i)));
                if (i == trackCount - 1)
                {
                    index.Flush();
                }
            }

            killed = _folder.CopyLibrary("killed");
        }

        // The log outlives a kill, not a closing; the write-ahead log goes into the catalogue.
        Directory.Delete(_folder.Library, recursive: true);
        Directory.Move(killed, _folder.Library);
        Sql("SELECT 1");
        return expected;
    }
}
