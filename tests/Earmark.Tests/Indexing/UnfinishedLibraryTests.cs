using Earmark.Indexing;

namespace Earmark.Tests.Indexing;

/// <summary>What is left where the first writer was killed before its first commit is a place for a library.</summary>
public sealed class UnfinishedLibraryTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void A_catalogue_without_a_byte_becomes_a_library()
    {
        Directory.CreateDirectory(_folder.Library);
        File.WriteAllBytes(CatalogueOf(_folder.Library), []);

        AssertBecomesLibrary(_folder.Library);
    }

    [Fact]
    public void A_catalogue_whose_tables_were_never_made_becomes_a_library()
    {
        Directory.CreateDirectory(_folder.Library);
        string killed;
        using (Database.OpenToWrite(CatalogueOf(_folder.Library)))
        {
            killed = _folder.CopyLibrary("killed");
        }

        AssertBecomesLibrary(killed);
        AssertBecomesLibrary(_folder.Library);
    }

    [Fact]
    public void A_catalogue_whose_first_commit_is_torn_becomes_a_library()
    {
        using var library = Library.Open(_folder.Library);
        var whole = new FileInfo(CatalogueOf(_folder.Library) + "-wal").Length;
        for (var length = 0L; length < whole; length += 1999)
        {
            var killed = _folder.CopyLibrary($"killed {length}");
            using (var log = new FileStream(CatalogueOf(killed) + "-wal", FileMode.Open))
            {
                log.SetLength(length);
            }

            AssertBecomesLibrary(killed);
        }
    }

    [Fact]
    public void An_empty_database_that_another_program_has_marked_is_refused()
    {
        Directory.CreateDirectory(_folder.Library);
        using (var database = Database.OpenToWrite(CatalogueOf(_folder.Library)))
        {
            database.Execute("PRAGMA application_id = 1");
        }

        var refusal = Assert.Throws<LibraryException>(() => Library.Open(_folder.Library).Dispose());
        Assert.Contains("not an Earmark library", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string CatalogueOf(string library) => Path.Combine(library, Catalogue.FileName);

    private static void AssertBecomesLibrary(string folder)
    {
        Assert.Null(TrackIndex.ReadProfileId(folder));
        var refusals = new[]
        {
            Assert.Throws<LibraryException>(() => Library.Open(folder, new LibraryOptions { ReadOnly = true })),
            Assert.Throws<LibraryException>(() => TestMusic.Open(folder, IndexAccess.Write)),
        };
        Assert.All(refusals, e => Assert.Contains("holds no library yet", e.Message, StringComparison.Ordinal));

        using (var library = Library.Open(folder, new LibraryOptions { Profile = FingerprintProfile.Lean }))
        {
            Assert.Empty(library.Tracks());
        }

        using var reader = Library.Open(folder, new LibraryOptions { ReadOnly = true });
        Assert.Equal(FingerprintProfile.Lean, reader.Profile);
    }
}
