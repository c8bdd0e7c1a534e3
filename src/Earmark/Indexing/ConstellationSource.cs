using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>Reads the encoded constellations of a library by track id, out of its log or its segments.</summary>
/// <remarks>As of what the connection sees: the newest commit, or that of a transaction it is in.</remarks>
/// <param name="ownsDatabase">Whether the connection is closed with it.</param>
internal sealed class ConstellationSource(Database database, SegmentFolder folder, bool ownsDatabase = false)
    : IConstellationSource
{
    // A merge can take a file away between reading its name and opening it, but hardly this often in a row.
    private const int AttemptMax = 10;

    private readonly Dictionary<long, SegmentImage> _segments = [];

    /// <summary>The constellation of a track that the catalogue has, encoded and decoded.</summary>
    /// <exception cref="LibraryException">It is damaged or missing.</exception>
    public byte[] Read(Track track, out Constellation constellation)
    {
        if (Find(track.Id) is { } bytes && ConstellationCodec.TryDecode(bytes, out constellation))
        {
            return bytes;
        }

        throw new LibraryException(
            $"The fingerprint of {track.RefId} in {folder.Path} is damaged or missing: " +
            "delete that track and store its file again, or restore the library from a backup.");
    }

    /// <inheritdoc/>
    public byte[]? Find(long trackId)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return FindInLog(trackId) ?? FindInSegment(trackId);
            }
            catch (FileNotFoundException e) when (attempt == AttemptMax)
            {
                throw new LibraryException(
                    $"The segment {e.FileName} is missing, though the catalogue names it: " +
                    "restore that file from a backup, or store the music again in a new library.",
                    e);
            }
            catch (FileNotFoundException)
            {
                // Merged away in between: the catalogue names what it became.
            }
        }
    }

    /// <summary>Opens all segments now, so that none can be merged away later.</summary>
    /// <exception cref="FileNotFoundException">One was merged away just now.</exception>
    public void OpenAll()
    {
        foreach (var row in Manifest.ReadSegments(database))
        {
            Open(row.Id);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var image in _segments.Values)
        {
            image.Release();
        }

        _segments.Clear();
        if (ownsDatabase)
        {
            database.Dispose();
        }
    }

    private byte[]? FindInLog(long trackId) => database
        .Query("SELECT constellation FROM log WHERE track_id = $0", row => row.GetFieldValue<byte[]>(0), trackId)
        .SingleOrDefault();

    private byte[]? FindInSegment(long trackId)
    {
        const string Sql = "SELECT id FROM segment WHERE $0 BETWEEN first_track AND last_track";
        foreach (var id in database.Query(Sql, row => row.GetInt64(0), trackId))
        {
            var image = _segments.GetValueOrDefault(id) ?? Open(id);
            var ordinal = image.Find(trackId);
            return ordinal < 0 ? null : image.Constellation(ordinal).ToArray();
        }

        return null;
    }

    private SegmentImage Open(long segmentId)
    {
        var image = folder.Open(segmentId);
        _segments.Add(segmentId, image);
        return image;
    }
}
