namespace Earmark.Indexing;

/// <summary>Libraries that are folders.</summary>
/// <remarks>
/// <code>
/// library.db      SQLite: profile, tracks, the log of recent fingerprints, which segments count. The commit point.
/// segments/*.seg  immutable, memory-mapped; whole and durable before library.db names them
/// writer.lock     held by the one writer, whose process id is in writer.pid
/// </code>
/// </remarks>
internal sealed class FolderHome : ILibraryHome
{
    /// <inheritdoc/>
    public bool Holds(string address) => true;

    /// <inheritdoc/>
    public string NameOf(string address) => Path.GetFullPath(address);

    /// <inheritdoc/>
    public string? ReadProfileId(string address)
    {
        var folder = NameOf(address);
        if (!File.Exists(LibraryFolder.CataloguePath(folder)))
        {
            return null;
        }

        return LibraryFault.Guard(folder, () =>
        {
            using var database = LibraryFolder.OpenToRead(folder);
            return Catalogue.ReadProfileId(database, folder);
        });
    }

    /// <inheritdoc/>
    public TrackIndex Open(string address, Fingerprinter fingerprinter, IndexAccess access, IndexOptions options)
    {
        var folder = NameOf(address);
        return LibraryFault.Guard(folder, () =>
        {
            var segments = new SegmentFolder(folder, fingerprinter.ProfileId);
            var writing = access == IndexAccess.Read
                ? null
                : OpenToWrite(folder, fingerprinter, segments, access, options);
            try
            {
                var backend = new FolderBackend(folder, fingerprinter, segments);
                return new TrackIndex(folder, backend, writing, fingerprinter);
            }
            catch
            {
                writing?.Dispose();
                throw;
            }
        });
    }

    /// <inheritdoc/>
    public Inspection Inspect(
        string address,
        Func<string, Fingerprinter> fingerprinterOf,
        InspectionOptions options,
        IProgress<InspectionProgress>? progress,
        CancellationToken ct)
    {
        var folder = NameOf(address);
        return LibraryFault.Guard(
            folder, () => LibraryInspector.Run(folder, fingerprinterOf, options, progress, ct));
    }

    /// <exception cref="LibraryException">Another process writes, or the library cannot be opened.</exception>
    private static WriteSession OpenToWrite(
        string folder, Fingerprinter fingerprinter, SegmentFolder segments, IndexAccess access, IndexOptions options)
    {
        LibraryFolder.Prepare(folder, access);
        var writerLock = WriterLock.Take(folder, options.WriterWait);
        Database? database = null;
        try
        {
            database = LibraryFolder.OpenToWrite(folder, fingerprinter.ProfileId, access);
            var writer = new IndexWriter(database, segments, fingerprinter, options);
            return new WriteSession(writer, [database, writerLock], options.CloseWait);
        }
        catch
        {
            database?.Dispose();
            writerLock.Dispose();
            throw;
        }
    }
}
