using Earmark.Indexing;
using Microsoft.Data.Sqlite;

namespace Earmark.Monitoring;

/// <summary>What was heard on monitored sources, in a file of its own in the library's folder.</summary>
/// <remarks>
/// <code>
/// log     one row: version, id of this log
/// run     one monitoring of one source: its name, when its clock was at 0, how far it was heard and when
/// event   id (rising, never used again), run, kind, start and stop on the source's clock, when that was, play
/// cursor  up to which event somebody has taken note of this log, by name
/// </code>
/// It says nothing of the library, and may be deleted. Any number of processes may read and append at the same time;
/// any number of threads may use an instance. What was appended is durable on return.
/// </remarks>
public sealed class PlayLog : IDisposable
{
    private const int Version = 1;

    private const string Tables =
        """
        CREATE TABLE IF NOT EXISTS log (version INTEGER NOT NULL, id TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS run (
            run TEXT PRIMARY KEY, source TEXT NOT NULL, epoch INTEGER NOT NULL, is_live INTEGER NOT NULL,
            heard REAL NOT NULL, updated INTEGER NOT NULL, has_ended INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS event (
            id INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL, kind INTEGER NOT NULL, start REAL NOT NULL,
            stop REAL NOT NULL, began INTEGER NOT NULL, ended INTEGER NOT NULL, message TEXT, number INTEGER,
            track_id INTEGER, ref_id TEXT, path TEXT, title TEXT, artist TEXT, album TEXT, duration REAL,
            reference_start REAL, reference_stop REAL, score REAL, e_value REAL, confidence REAL, coverage REAL,
            time_factor REAL, frequency_factor REAL);
        CREATE INDEX IF NOT EXISTS event_ended ON event (ended);
        CREATE INDEX IF NOT EXISTS event_run ON event (run);
        CREATE TABLE IF NOT EXISTS cursor (name TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private readonly Lock _gate = new();
    private readonly Database _database;
    private readonly TimeProvider _time;

    private PlayLog(Database database, string path, string id, TimeProvider time) =>
        (_database, FilePath, Id, _time) = (database, path, id, time);

    /// <summary>Tells this log from others: with the number of an event it names that event anywhere.</summary>
    public string Id { get; }

    /// <summary>Where it is.</summary>
    public string FilePath { get; }

    /// <summary>Opens the log of a library; makes it where there is none.</summary>
    /// <param name="libraryFolder">Folder of the library.</param>
    /// <exception cref="LibraryException">It cannot be written, or is of a newer version, or none of ours.</exception>
    public static PlayLog Open(string libraryFolder, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(libraryFolder);
        var path = PathIn(libraryFolder);
        Database? database = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            database = Database.OpenToWrite(path);
            return new PlayLog(database, path, Prepare(database, path), time ?? TimeProvider.System);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            database?.Dispose();
            throw Unusable(path, e);
        }
        catch
        {
            database?.Dispose();
            throw;
        }
    }

    /// <summary>Whether a library has a log.</summary>
    public static bool Exists(string libraryFolder) => File.Exists(PathIn(libraryFolder));

    /// <summary>Keeps an event, and returns its number; of <see cref="MonitorEventKind.Progress"/> only how far the
    /// source was heard, and returns 0.</summary>
    /// <exception cref="LibraryException">It cannot be written, as on a full disk.</exception>
    public long Append(MonitorEvent told)
    {
        ArgumentNullException.ThrowIfNull(told);
        return Locked(() => _database.Write(() =>
        {
            NoteRun(told);
            return told.Kind == MonitorEventKind.Progress ? 0 : Insert(told);
        }));
    }

    /// <summary>The events that follow the one of a number, the oldest first.</summary>
    /// <exception cref="LibraryException">The log is damaged.</exception>
    public IReadOnlyList<LoggedEvent> After(long id, int limit) => Locked(() => _database.Query(
        $"SELECT {EventRow.Columns} WHERE event.id > $0 ORDER BY event.id LIMIT $1", EventRow.Read, id, limit));

    /// <summary>The events whose stretch has a part between two times, by when it begins.</summary>
    /// <param name="source">Of this source alone; null for all.</param>
    /// <param name="kinds">Of these kinds alone; none for all.</param>
    /// <exception cref="LibraryException">The log is damaged.</exception>
    public IReadOnlyList<LoggedEvent> Between(
        DateTimeOffset from,
        DateTimeOffset to,
        string? source = null,
        params IReadOnlyCollection<MonitorEventKind> kinds)
    {
        var mask = kinds.Count == 0 ? -1L : kinds.Aggregate(0L, (sum, kind) => sum | (1L << (int)kind));
        return Locked(() => _database.Query(
            $"""
            SELECT {EventRow.Columns} WHERE event.ended >= $0 AND event.began <= $1
                AND ($2 IS NULL OR run.source = $2) AND (1 << event.kind) & $3 ORDER BY event.began, event.id
            """,
            EventRow.Read, EventRow.Milliseconds(from), EventRow.Milliseconds(to), source, mask));
    }

    /// <summary>The events of one monitoring, in the order in which they were told.</summary>
    /// <exception cref="LibraryException">The log is damaged.</exception>
    public IReadOnlyList<LoggedEvent> Of(Guid run) => Locked(() => _database.Query(
        $"SELECT {EventRow.Columns} WHERE event.run = $0 ORDER BY event.id", EventRow.Read, EventRow.Text(run)));

    /// <summary>The newest monitorings, the newest first.</summary>
    /// <exception cref="LibraryException">The log is damaged.</exception>
    public IReadOnlyList<LoggedRun> Runs(int limit) => Locked(() => _database.Query(
        "SELECT run, source, epoch, is_live, heard, updated, has_ended FROM run ORDER BY epoch DESC, run DESC LIMIT $0",
        EventRow.ReadRun, limit));

    /// <summary>Up to which event somebody has taken note; the newest there is now for who asks for the first time.
    /// </summary>
    /// <exception cref="LibraryException">The log cannot be written.</exception>
    public long Cursor(string name) => Locked(() => _database.Write(() =>
    {
        _database.Execute(
            "INSERT OR IGNORE INTO cursor SELECT $0, coalesce((SELECT max(id) FROM event), 0)", name);
        return _database.Scalar("SELECT id FROM cursor WHERE name = $0", name);
    }));

    /// <summary>Notes that somebody has taken note of all events up to one.</summary>
    /// <exception cref="LibraryException">The log cannot be written.</exception>
    public void MoveCursor(string name, long id) => Locked(() => _database.Write(() =>
        _database.Execute("UPDATE cursor SET id = max(id, $1) WHERE name = $0", name, id)));

    /// <summary>Forgets what ended before a time, but for what somebody has not taken note of yet.</summary>
    /// <returns>How many events were forgotten.</returns>
    /// <exception cref="LibraryException">The log cannot be written.</exception>
    public int Forget(DateTimeOffset before) => Locked(() => _database.Write(() =>
    {
        var count = _database.Execute(
            "DELETE FROM event WHERE ended < $0 AND id <= coalesce((SELECT min(id) FROM cursor), id)",
            EventRow.Milliseconds(before));
        _database.Execute(
            "DELETE FROM run WHERE updated < $0 AND run NOT IN (SELECT run FROM event)", EventRow.Milliseconds(before));
        return count;
    }));

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _database.Dispose();
        }
    }

    private static string PathIn(string libraryFolder) =>
        Path.Combine(Path.GetFullPath(libraryFolder), "monitor", "plays.db");

    private static string Prepare(Database database, string path) => database.Write(() =>
    {
        foreach (var table in Tables.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            database.Execute(table);
        }

        database.Execute(
            "INSERT INTO log SELECT $0, $1 WHERE NOT EXISTS (SELECT 1 FROM log)", Version, $"{Guid.NewGuid():N}");
        var found = database.Scalar("SELECT version FROM log");
        return found <= Version
            ? database.Query("SELECT id FROM log", row => row.GetString(0))[0]
            : throw new LibraryException(
                $"The log of plays {path} is of format {found}, and this program knows {Version}: "
                + "use the Earmark that made it, or move the file away.");
    });

    private void NoteRun(MonitorEvent told) => _database.Execute(
        """
        INSERT INTO run VALUES ($0, $1, $2, $3, $4, $5, $6) ON CONFLICT (run) DO UPDATE SET
            heard = max(heard, excluded.heard), updated = excluded.updated, has_ended = excluded.has_ended
        """,
        EventRow.Text(told.Run),
        told.Source,
        EventRow.Milliseconds(told.Epoch),
        told.IsLive,
        told.Stop,
        EventRow.Milliseconds(_time.GetUtcNow()),
        told.Kind == MonitorEventKind.SourceEnded);

    private long Insert(MonitorEvent told)
    {
        _database.Execute(EventRow.Insert, EventRow.Values(told));
        return _database.Scalar("SELECT last_insert_rowid()");
    }

    private T Locked<T>(Func<T> action)
    {
        lock (_gate)
        {
            try
            {
                return action();
            }
            catch (SqliteException e)
            {
                throw Unusable(FilePath, e);
            }
        }
    }

    private static LibraryException Unusable(string path, Exception e) => new(
        e is SqliteException full && LibraryFault.IsDiskFull(full)
            ? $"The log of plays {path} cannot be written, as its disk is full: make room there."
            : $"The log of plays {path} cannot be used ({e.Message.TrimEnd('.')}): "
                + "give write permission, or move the file away if it is damaged.",
        e);
}
