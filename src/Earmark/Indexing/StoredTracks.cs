using System.Text;

namespace Earmark.Indexing;

/// <summary>The tracks of a library as of one commit, with their constellations.</summary>
/// <remarks>
/// It has a connection of its own, in a transaction from the first read to the end: a track that is replaced meanwhile
/// is read as it was, not passed over. Until then SQLite keeps what writers add in the write-ahead log. For one thread.
/// </remarks>
internal sealed class StoredTracks : IDisposable
{
    private const int AttemptMax = 10;

    private readonly string _folder;
    private readonly Database _database;
    private readonly Catalogue _catalogue;
    private readonly ConstellationSource _constellations;

    private StoredTracks(string folder, FingerprintProfile profile)
    {
        _folder = folder;
        _database = LibraryFolder.OpenToRead(folder);
        _catalogue = new Catalogue(_database);
        _constellations = new ConstellationSource(_database, new SegmentFolder(folder, profile.Id));
        try
        {
            _database.Execute("BEGIN");
            LibraryFolder.DemandProfile(_database, folder, profile);
            _constellations.OpenAll();
            Count = (int)_database.Scalar("SELECT count(*) FROM track");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Opens the library in <paramref name="folder"/> as of its newest commit.</summary>
    /// <exception cref="LibraryException">There is none, or it is of another profile or damaged.</exception>
    public static StoredTracks Open(string folder, FingerprintProfile profile) => LibraryFault.Guard(folder, () =>
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new StoredTracks(folder, profile);
            }
            catch (FileNotFoundException) when (attempt < AttemptMax)
            {
                // A segment was merged away before it could be opened: what it became is in a newer commit.
            }
        }
    });

    /// <summary>All tracks by ref id, in the order of its UTF-8 bytes.</summary>
    public IEnumerable<Track> All()
    {
        string? after = null;
        while (LibraryFault.Guard(_folder, () => _catalogue.Page(after)) is { Count: > 0 } page)
        {
            foreach (var track in page)
            {
                yield return track;
            }

            after = page[^1].RefId;
        }
    }

    /// <summary>The tracks with those ref ids, each once, in the order of <see cref="All"/>.</summary>
    /// <exception cref="LibraryException">There is none of such a ref id; the message names the first few.</exception>
    public List<Track> Named(IEnumerable<string> refIds)
    {
        var found = new List<Track>();
        var missing = new List<string>();
        foreach (var refId in refIds.Distinct(StringComparer.Ordinal))
        {
            if (LibraryFault.Guard(_folder, () => _catalogue.Find(refId)) is { } track)
            {
                found.Add(track);
            }
            else
            {
                missing.Add(refId);
            }
        }

        if (missing.Count > 0)
        {
            var more = missing.Count > 3 ? $" and {missing.Count - 3} more" : "";
            var names = string.Join(", ", missing.Take(3));
            throw new LibraryException($"There is no track {names}{more} in {_folder}: give ref ids that it lists.");
        }

        // As SQLite does; strings compare by UTF-16, which puts some letters elsewhere.
        found.Sort((a, b) =>
            Encoding.UTF8.GetBytes(a.RefId).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b.RefId)));
        return found;
    }

    /// <summary>One of its tracks, ready to travel.</summary>
    /// <exception cref="LibraryException">Its constellation is damaged.</exception>
    public PackedTrack Pack(Track track) => LibraryFault.Guard(_folder, () =>
    {
        var bytes = _constellations.Read(track, out var constellation);
        var packed = new NewTrack
        {
            RefId = track.RefId,
            Path = track.Path,
            FileSize = track.FileSize,
            Modified = track.Modified,
            Title = track.Title,
            Artist = track.Artist,
            Album = track.Album,
            Duration = track.Duration,
            Constellation = constellation,
        };
        return new PackedTrack(packed, bytes);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _constellations.Dispose();
        _database.Dispose();
    }
}
