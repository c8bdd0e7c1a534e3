namespace Earmark.Indexing;

/// <summary>A library folder, to be read: its catalogue and its segment files.</summary>
internal sealed class FolderBackend : ISegmentBackend
{
    // A connection is for one thread at a time.
    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly string _profileId;
    private readonly SegmentFolder _segments;
    private readonly Database _database;
    private readonly Catalogue _catalogue;
    private bool _isDisposed;

    /// <exception cref="LibraryException">There is no library, or it is of another profile or damaged.</exception>
    public FolderBackend(string folder, Fingerprinter fingerprinter, SegmentFolder segments)
    {
        (_folder, _profileId, _segments) = (folder, fingerprinter.ProfileId, segments);
        _database = LibraryFolder.OpenToRead(folder);
        try
        {
            LibraryFolder.DemandProfile(_database, folder, _profileId);
            _catalogue = new Catalogue(_database);
        }
        catch
        {
            _database.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public long Version() => Read(() => _database.Scalar("PRAGMA data_version"));

    /// <inheritdoc/>
    public Manifest ReadManifest(IReadOnlySet<long> knownLogTracks) =>
        Read(() => Manifest.Read(_database, knownLogTracks));

    /// <summary>Opens a segment; a row that a flipped bit made another is not believed.</summary>
    public SegmentImage Open(SegmentRow row)
    {
        var image = _segments.Open(row.Id);
        var header = image.Header;
        var isInRange = header.TrackCount == 0 || (image.Track(0).TrackId >= row.FirstTrack
            && image.Track(header.TrackCount - 1).TrackId <= row.LastTrack);
        if (isInRange && header.PostingCount == row.PostingCount && header.FileSize == row.ByteCount)
        {
            return image;
        }

        image.Release();
        throw new LibraryException(
            $"The segment {image.Name} is not what the catalogue says of it: {SegmentFault.Damage("").Remedy}.");
    }

    /// <inheritdoc/>
    public LibraryException Missing(FileNotFoundException exception) =>
        SegmentFolder.Missing(exception.FileName, exception);

    /// <inheritdoc/>
    public int CountTracks() => Read(() => (int)_database.Scalar("SELECT count(*) FROM track"));

    /// <inheritdoc/>
    public Track? Find(long id) => Read(() => _catalogue.Find(id));

    /// <inheritdoc/>
    public Track? Find(string refId) => Read(() => _catalogue.Find(refId));

    /// <inheritdoc/>
    public Track? FindByPath(string path) => Read(() => _catalogue.FindByPath(path));

    /// <inheritdoc/>
    public List<Track> Page(string? after) => Read(() => _catalogue.Page(after));

    /// <inheritdoc/>
    public IndexStatistics Measure(IndexSnapshot snapshot) =>
        Read(() => StatisticsReader.Read(_database, snapshot, _folder));

    /// <inheritdoc/>
    public StoredTracks OpenStored() => FolderTracks.Open(_folder, _profileId);

    /// <inheritdoc/>
    public IConstellationSource OpenConstellations() => LibraryFault.Guard(
        _folder, () => new ConstellationSource(LibraryFolder.OpenToRead(_folder), _segments, ownsDatabase: true));

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _database.Dispose();
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(TrackIndex));
            return LibraryFault.Guard(_folder, read);
        }
    }
}
