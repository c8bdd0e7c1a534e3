using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>The tracks of a library folder as of one commit, with their constellations.</summary>
/// <remarks>
/// It has a connection of its own, in a transaction from the first read to the end: a track that is replaced meanwhile
/// is read as it was, not passed over. Until then SQLite keeps what writers add in the write-ahead log. For one thread.
/// </remarks>
internal sealed class FolderTracks : StoredTracks
{
    private const int AttemptMax = 10;

    private readonly Database _database;
    private readonly Catalogue _catalogue;
    private readonly ConstellationSource _constellations;

    private FolderTracks(string folder, string profileId)
    {
        Name = folder;
        _database = LibraryFolder.OpenToRead(folder);
        _catalogue = new Catalogue(_database);
        _constellations = new ConstellationSource(_database, new SegmentFolder(folder, profileId));
        try
        {
            _database.Execute("BEGIN");
            LibraryFolder.DemandProfile(_database, folder, profileId);
            _constellations.OpenAll();
            Count = (int)_database.Scalar("SELECT count(*) FROM track");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>Opens the library in <paramref name="folder"/> as of its newest commit.</summary>
    /// <exception cref="LibraryException">There is none, or it is of another profile or damaged.</exception>
    public static FolderTracks Open(string folder, string profileId) => LibraryFault.Guard(folder, () =>
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FolderTracks(folder, profileId);
            }
            catch (FileNotFoundException) when (attempt < AttemptMax)
            {
                // A segment was merged away before it could be opened: what it became is in a newer commit.
            }
        }
    });

    /// <inheritdoc/>
    public override void Dispose()
    {
        _constellations.Dispose();
        _database.Dispose();
    }

    /// <inheritdoc/>
    protected override List<Track> Page(string? after) => LibraryFault.Guard(Name, () => _catalogue.Page(after));

    /// <inheritdoc/>
    protected override Track? Find(string refId) => LibraryFault.Guard(Name, () => _catalogue.Find(refId));

    /// <inheritdoc/>
    protected override byte[] Read(Track track, out Constellation constellation)
    {
        var (bytes, read) = LibraryFault.Guard(Name, () => (_constellations.Read(track, out var c), c));
        constellation = read;
        return bytes;
    }
}
