using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Earmark.Indexing;

/// <summary>One connection to a library's SQLite file. For one thread at a time.</summary>
/// <remarks>Statements are compiled once and kept; their parameters are $0, $1, …</remarks>
internal sealed class Database : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    private Database(SqliteConnection connection)
    {
        _connection = connection;
    }

    /// <summary>Opens the file at <paramref name="path"/> for reading.</summary>
    /// <remarks>
    /// SQLite cannot read beside a writer where it may not make its shared-memory file. A folder without that right, or
    /// without room for it, and without a write-ahead log is at rest, and is read as it stands.
    /// </remarks>
    public static Database OpenToRead(string path)
    {
        try
        {
            return OpenAndTry(path);
        }
        catch (SqliteException e) when (LibraryFault.IsAccess(e) && !HasLog(path))
        {
            // A writer that closes takes its log away, perhaps just now: only a second failure means a medium at rest.
            try
            {
                return OpenAndTry(path);
            }
            catch (SqliteException again) when (LibraryFault.IsAccess(again) && !HasLog(path))
            {
                return OpenAndTry($"file:{Uri.EscapeDataString(path)}?immutable=1");
            }
        }
    }

    /// <summary>Opens the file at <paramref name="path"/>, made where it is missing; every commit is durable.</summary>
    public static Database OpenToWrite(string path)
    {
        var database = Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // Incremental: the log's pages go back to the file system once its tracks are in a segment.
            database.Execute("PRAGMA auto_vacuum = INCREMENTAL");
            database.Execute("PRAGMA journal_mode = WAL");
            database.Execute("PRAGMA synchronous = FULL");

            database.RestartLog();
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Empties the write-ahead log as far as readers allow: behind what a killed writer left half done, damage could
    /// not be told from that.
    /// </summary>
    public void RestartLog()
    {
        try
        {
            Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException e) when (LibraryFault.IsDiskFull(e))
        {
            // It stays as it is; to delete tracks must be possible on a full disk.
        }
    }

    /// <summary>Runs a statement and returns how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> arguments) => Prepare(sql, arguments).ExecuteNonQuery();

    /// <summary>The whole number in the first column of the first row; 0 where there is no row.</summary>
    public long Scalar(string sql, params ReadOnlySpan<object?> arguments) =>
        Convert.ToInt64(Prepare(sql, arguments).ExecuteScalar(), CultureInfo.InvariantCulture);

    /// <summary>All rows.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        using var reader = Prepare(sql, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(Read(reader, read));
        }

        return rows;
    }

    /// <summary>Commits what <paramref name="write"/> does, all of it or none.</summary>
    public T Write<T>(Func<T> write) => InTransaction("BEGIN IMMEDIATE", write);

    /// <summary>Commits what <paramref name="write"/> does, all of it or none.</summary>
    public void Write(Action write) => Write(() =>
    {
        write();
        return true;
    });

    /// <summary>Lets <paramref name="read"/> see one state of the library, whatever is written meanwhile.</summary>
    public T Read<T>(Func<T> read) => InTransaction("BEGIN", read);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private static T Read<T>(SqliteDataReader row, Func<SqliteDataReader, T> read)
    {
        try
        {
            return read(row);
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidCastException or OverflowException)
        {
            // A flipped bit in a row's header makes a number a text, or nothing; SQLite hands on what it finds.
            throw LibraryFault.Damage($"a row holds what its table forbids: {e.Message}");
        }
    }

    private static bool HasLog(string path) =>
        new FileInfo(path + WriteAheadLog.Ending) is { Exists: true, Length: > 0 };

    private static Database OpenAndTry(string path)
    {
        var database = Open(path, SqliteOpenMode.ReadOnly);
        try
        {
            database.Scalar("SELECT count(*) FROM sqlite_master");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static Database Open(string path, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        connection.Open();
        return new Database(connection);
    }

    private T InTransaction<T>(string begin, Func<T> body)
    {
        Execute(begin);
        try
        {
            var result = body();
            Execute("COMMIT");
            return result;
        }
        catch
        {
            // SQLite rolls some failures back itself (a full disk); then there is nothing left to do.
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                Execute("ROLLBACK");
            }

            throw;
        }
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            _commands.Add(sql, command);
        }

        command.Parameters.Clear();
        for (var i = 0; i < arguments.Length; i++)
        {
            command.Parameters.AddWithValue($"${i}", arguments[i] ?? DBNull.Value);
        }

        return command;
    }
}
