namespace Earmark.Indexing;

/// <summary>Tells a library's folder from others, and opens its catalogue.</summary>
internal static class LibraryFolder
{
    /// <summary>Makes sure that a writer may use the folder, before anything in it is touched.</summary>
    /// <exception cref="LibraryException">It holds no library, and may not or should not become one.</exception>
    public static void Prepare(string folder, IndexAccess access)
    {
        if (File.Exists(CataloguePath(folder)))
        {
            return;
        }

        if (access != IndexAccess.Create || File.Exists(folder))
        {
            throw Missing(folder);
        }

        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(IsForeign))
        {
            throw new LibraryException(
                $"The folder {folder} holds other files and no library: " +
                "give an empty or a new folder for the library.");
        }

        Directory.CreateDirectory(folder);
        DurableFile.SyncFolder(Path.GetDirectoryName(folder) ?? folder);
    }

    /// <summary>Opens the catalogue for writing, after making it where it is missing.</summary>
    public static Database OpenToWrite(string folder, string profileId, IndexAccess access)
    {
        WriteAheadLog.DemandSound(CataloguePath(folder), isLocked: true);
        var database = Database.OpenToWrite(CataloguePath(folder));
        try
        {
            if (access == IndexAccess.Create)
            {
                Catalogue.Create(database, profileId);
                DurableFile.SyncFolder(folder);
            }

            DemandProfile(database, folder, profileId);
            Catalogue.Complete(database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens the catalogue for reading.</summary>
    /// <exception cref="LibraryException">There is none, or its write-ahead log is damaged.</exception>
    public static Database OpenToRead(string folder)
    {
        DemandCatalogue(folder);
        WriteAheadLog.DemandSound(CataloguePath(folder), isLocked: false);
        return Database.OpenToRead(CataloguePath(folder));
    }

    /// <summary>Throws unless there is a catalogue, sound or not.</summary>
    /// <exception cref="LibraryException">There is none.</exception>
    public static void DemandCatalogue(string folder)
    {
        if (!File.Exists(CataloguePath(folder)))
        {
            throw Missing(folder);
        }
    }

    /// <summary>Path of the catalogue.</summary>
    public static string CataloguePath(string folder) => Path.Combine(folder, Catalogue.FileName);

    /// <summary>Throws unless the library was made with the profile of that id.</summary>
    /// <exception cref="LibraryException">
    /// It was made with another, or is none or not made yet, or of a newer format.
    /// </exception>
    public static void DemandProfile(Database database, string folder, string expectedId)
    {
        var profileId = Catalogue.ReadProfileId(database, folder) ?? throw new LibraryException(
            $"The folder {folder} holds no library yet (its {Catalogue.FileName} is empty): " +
            "store something there first, or give the folder of a library.");
        if (profileId != expectedId)
        {
            throw new LibraryException(
                $"The library {folder} was made with profile {profileId}, not {expectedId}: " +
                "open it with its own profile, or store the music again in a new library.");
        }
    }

    // What a writer leaves that was killed while it made the library is no reason to refuse.
    private static bool IsForeign(string path) => Path.GetFileName(path) is not
        (WriterLock.FileName or WriterLock.HolderFileName or SegmentFolder.Name);

    private static LibraryException Missing(string folder) => new(
        Directory.Exists(folder)
            ? $"The folder {folder} is not a library (it has no {Catalogue.FileName}): store something there first, " +
                "or give the folder of a library."
            : File.Exists(folder) ? $"The library {folder} is a file: give the folder of a library."
            : $"The library {folder} does not exist: store something there first, or give the folder of a library.");
}
