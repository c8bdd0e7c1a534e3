using Earmark.Audio;
using Microsoft.Data.Sqlite;

namespace Earmark.Indexing;

/// <summary>The SQLite file of a library: what it is, its tracks, and what the other tables hold.</summary>
/// <remarks>
/// <code>
/// library   one row: the profile's id
/// track     a row per track
/// log       the constellation of each track that is in no segment yet, by rising id
/// segment   a row per segment file; it holds the tracks first_track … last_track, less those that are gone
/// retired   a row per track that a segment holds and that was deleted or replaced
/// </code>
/// PRAGMA application_id names the format, user_version its version. docs/index-format.md mirrors this.
/// </remarks>
internal sealed class Catalogue
{
    /// <summary>Name of the file in the library's folder.</summary>
    public const string FileName = "library.db";

    /// <summary>Version this program writes, and the newest it reads.</summary>
    public const int FormatVersion = 1;

    /// <summary>"EARM", in SQLite's header.</summary>
    public const int ApplicationId = 0x4541524D;

    /// <summary>Tables that are empty where there are no tracks.</summary>
    public static readonly string[] TablesOfTracks = ["track", "log", "segment", "retired"];

    private const int PageRows = 512;
    private const int ChecksumColumn = 10;

    private const string Columns =
        "id, ref_id, path, file_size, modified, title, artist, album, duration, landmark_count";

    private const string AddChecksum = "ALTER TABLE track ADD COLUMN checksum INTEGER";

    private const string Schema =
        """
        CREATE TABLE library (profile TEXT NOT NULL);
        CREATE TABLE track (
            id             INTEGER PRIMARY KEY AUTOINCREMENT,
            ref_id         TEXT NOT NULL UNIQUE,
            path           TEXT UNIQUE,
            file_size      INTEGER NOT NULL,  -- bytes
            modified       INTEGER NOT NULL,  -- UTC ticks of 100 ns
            title          TEXT,
            artist         TEXT,
            album          TEXT,
            duration       INTEGER NOT NULL,  -- ticks of 100 ns
            landmark_count INTEGER NOT NULL,
            checksum       INTEGER);          -- CRC-32C of the row, see TrackChecksum
        CREATE TABLE log (
            track_id       INTEGER PRIMARY KEY,
            landmark_count INTEGER NOT NULL,
            constellation  BLOB NOT NULL);
        CREATE TABLE segment (
            id            INTEGER PRIMARY KEY AUTOINCREMENT,
            level         INTEGER NOT NULL,   -- merges that led to it
            first_track   INTEGER NOT NULL,
            last_track    INTEGER NOT NULL,
            posting_count INTEGER NOT NULL,
            byte_count    INTEGER NOT NULL);
        CREATE TABLE retired (
            track_id      INTEGER PRIMARY KEY,
            segment_id    INTEGER NOT NULL,
            posting_count INTEGER NOT NULL);
        """;

    private readonly Database _database;
    private readonly string _columns;

    public Catalogue(Database database)
    {
        _database = database;
        _columns = HasChecksums(database) ? $"{Columns}, checksum" : $"{Columns}, NULL";
    }

    /// <summary>Makes the tables of an empty library, unless they are there.</summary>
    public static void Create(Database database, string profileId) => database.Write(() =>
    {
        if (IsEmpty(database))
        {
            database.Execute(Schema);
            database.Execute("INSERT INTO library VALUES ($0)", profileId);
            database.Execute($"PRAGMA application_id = {ApplicationId}");
            database.Execute($"PRAGMA user_version = {FormatVersion}");
        }
    });

    /// <summary>Gives a library of an early program the column of checksums it lacks; old rows have none.</summary>
    public static void Complete(Database database) => database.Write(() =>
    {
        if (!HasChecksums(database))
        {
            database.Execute(AddChecksum);
        }
    });

    /// <summary>The id of the profile a library was made with; null where its tables were never made.</summary>
    /// <exception cref="LibraryException">It is no library, or one of a newer format.</exception>
    public static string? ReadProfileId(Database database, string folder)
    {
        if (IsEmpty(database))
        {
            return null;
        }

        if (database.Scalar("PRAGMA application_id") != ApplicationId)
        {
            throw new LibraryException(
                $"{Path.Combine(folder, FileName)} is not an Earmark library's: give the folder of one, or a new one.");
        }

        var version = database.Scalar("PRAGMA user_version");
        return version <= FormatVersion
            ? database.Query("SELECT profile FROM library", row => row.GetString(0)).FirstOrDefault()
            : throw new LibraryException(
                $"The library {folder} has format {version}, this program reads up to {FormatVersion}: " +
                "use a newer Earmark.");
    }

    /// <summary>The track with that id.</summary>
    public Track? Find(long id) => Single("id", id);

    /// <summary>The track with that ref id.</summary>
    public Track? Find(string refId) => Single("ref_id", refId);

    /// <summary>The track with that id, whether its row is as it was written or not.</summary>
    public Track? FindUnchecked(long id) =>
        _database.Query($"SELECT {_columns} FROM track WHERE id = $0", ReadUnchecked, id).SingleOrDefault();

    /// <summary>The track read from that file.</summary>
    public Track? FindByPath(string path) => Single("path", path);

    /// <summary>The next tracks by ref id (by its UTF-8 bytes); none at the end.</summary>
    /// <param name="after">Ref id that they follow; null for the first.</param>
    public List<Track> Page(string? after) => _database.Query(
        $"SELECT {_columns} FROM track WHERE $0 IS NULL OR ref_id > $0 ORDER BY ref_id LIMIT {PageRows}",
        ReadTrack,
        after);

    /// <summary>The next tracks by id, and whether each is as it was written; none at the end.</summary>
    public List<(Track Track, bool IsIntact)> PageToCheck(long after) => _database.Query(
        $"SELECT {_columns} FROM track WHERE id > $0 ORDER BY id LIMIT {PageRows}",
        row => (ReadUnchecked(row), IsIntact(row)),
        after);

    /// <summary>Adds a track and returns its id.</summary>
    public long Insert(NewTrack track, int landmarkCount)
    {
        var id = _database.Scalar("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'track'");
        _database.Execute(
            """
            INSERT INTO track (
                id, ref_id, path, file_size, modified, title, artist, album, duration, landmark_count, checksum)
            VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            id,
            track.RefId,
            track.Path,
            track.FileSize,
            track.Modified,
            track.Title,
            track.Artist,
            track.Album,
            track.Duration.Ticks,
            landmarkCount,
            TrackChecksum.Of(id, track, landmarkCount));
        return id;
    }

    /// <summary>Gives a track another path and time of change; false where there is no such track.</summary>
    public bool Move(Track track, string path, long modified)
    {
        var moved = track with { Path = path, Modified = modified };
        return _database.Execute(
            "UPDATE track SET path = $1, modified = $2, checksum = $3 WHERE id = $0",
            track.Id,
            path,
            modified,
            TrackChecksum.Of(track.Id, moved, track.LandmarkCount)) == 1;
    }

    /// <summary>Gives a track other tags; false where there is no such track.</summary>
    public bool Edit(Track track, AudioTags tags)
    {
        var edited = track with { Title = tags.Title, Artist = tags.Artist, Album = tags.Album };
        return _database.Execute(
            "UPDATE track SET title = $1, artist = $2, album = $3, checksum = $4 WHERE id = $0",
            track.Id,
            tags.Title,
            tags.Artist,
            tags.Album,
            TrackChecksum.Of(track.Id, edited, track.LandmarkCount)) == 1;
    }

    /// <summary>Takes a track out: from the log, or out of sight in its segment.</summary>
    public void Retire(Track track)
    {
        _database.Execute("DELETE FROM track WHERE id = $0", track.Id);
        if (_database.Execute("DELETE FROM log WHERE track_id = $0", track.Id) == 0)
        {
            _database.Execute(
                """
                INSERT INTO retired (track_id, segment_id, posting_count)
                SELECT $0, id, $1 FROM segment WHERE $0 BETWEEN first_track AND last_track
                """,
                track.Id,
                track.LandmarkCount);
        }
    }

    /// <summary>The id of the next segment: above all that were ever committed.</summary>
    public long NextSegmentId() =>
        _database.Scalar("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'segment'");

    /// <summary>Names a segment whose file is on the disk.</summary>
    public void Insert(SegmentRow row) => _database.Execute(
        """
        INSERT INTO segment (id, level, first_track, last_track, posting_count, byte_count)
        VALUES ($0, $1, $2, $3, $4, $5)
        """,
        row.Id,
        row.Level,
        row.FirstTrack,
        row.LastTrack,
        row.PostingCount,
        row.ByteCount);

    // A writer that is killed before its first commit leaves no more than this.
    private static bool IsEmpty(Database database) =>
        database.Scalar("SELECT count(*) FROM sqlite_master") == 0 && database.Scalar("PRAGMA application_id") == 0;

    private static bool HasChecksums(Database database) =>
        database.Scalar("SELECT count(*) FROM pragma_table_info('track') WHERE name = 'checksum'") > 0;

    private static Track ReadTrack(SqliteDataReader row) => IsIntact(row)
        ? ReadUnchecked(row)
        : throw new LibraryException(
            $"The catalogue's row of track {row.GetInt64(0)} ({row.GetString(1)}) is damaged: " +
            "run `earmark verify --mend`, and store that track again.");

    private static bool IsIntact(SqliteDataReader row)
    {
        if (row.IsDBNull(ChecksumColumn))
        {
            return true;
        }

        var track = ReadUnchecked(row);
        return row.GetInt64(ChecksumColumn) == TrackChecksum.Of(track.Id, track, track.LandmarkCount);
    }

    private static Track ReadUnchecked(SqliteDataReader row) => new()
    {
        Id = row.GetInt64(0),
        RefId = row.GetString(1),
        Path = Text(row, 2),
        FileSize = row.GetInt64(3),
        Modified = row.GetInt64(4),
        Title = Text(row, 5),
        Artist = Text(row, 6),
        Album = Text(row, 7),
        Duration = new TimeSpan(row.GetInt64(8)),
        LandmarkCount = row.GetInt32(9),
    };

    private static string? Text(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    private Track? Single(string column, object value) =>
        _database.Query($"SELECT {_columns} FROM track WHERE {column} = $0", ReadTrack, value).SingleOrDefault();
}
