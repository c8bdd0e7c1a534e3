using System.Globalization;
using System.Text.Json;
using Earmark.Server.Contracts;
using Microsoft.Data.Sqlite;

namespace Earmark.Server.History;

/// <summary>
/// The answers that were given, and of the newest the peaks that were heard and a picture. No sound is kept.
/// </summary>
/// <remarks>
/// <code>
/// answer   id (rising), what was answered as JSON, whether somebody called it wrong
/// heard    the peaks of an answer, as Fingerprint.ToBytes makes them
/// reasons  how it was decided, as JSON
/// </code>
/// A file of its own in the library's folder, serve/history.db, or in the user's data where the library has none: it
/// says nothing of the library, and may be deleted. Pictures are kept in memory, see <see cref="ContrastShelf"/>.
/// </remarks>
internal sealed class AnswerLog : IDisposable
{
    /// <summary>Answers whose evidence can still be asked for; some 6 KB each.</summary>
    private const int HeardLength = 1_000;

    /// <summary>Every so many answers, the oldest go.</summary>
    private const int PruneEvery = 64;

    private readonly Lock _gate = new();
    private readonly ContrastShelf _pictures = new();
    private readonly SqliteConnection? _database;
    private readonly TimeProvider _time;
    private readonly int _length;
    private int _sincePruned;

    /// <exception cref="ServerException">The file cannot be written, or is none of ours.</exception>
    public AnswerLog(ServerOptions options, TimeProvider time)
    {
        (_time, _length) = (time, options.HistoryLength);
        if (_length == 0)
        {
            return;
        }

        var path = Path.Combine(OwnFolder.Of(options.Library), "serve", "history.db");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _database = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Pooling = false,
            }.ToString());
            _database.Open();
            Execute("PRAGMA journal_mode = WAL");
            Execute("PRAGMA synchronous = NORMAL");
            Execute("""
                CREATE TABLE IF NOT EXISTS answer (
                    id INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT NOT NULL, is_wrong INTEGER NOT NULL DEFAULT 0);
                CREATE TABLE IF NOT EXISTS heard (
                    answer_id INTEGER PRIMARY KEY, profile TEXT NOT NULL, peaks BLOB NOT NULL);
                CREATE TABLE IF NOT EXISTS reasons (answer_id INTEGER PRIMARY KEY, line TEXT NOT NULL);
                """);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            _database?.Dispose();
            throw new ServerException(
                $"The history {path} cannot be written ({e.Message.TrimEnd('.')}): " +
                "mend that, or start with --history 0.",
                e);
        }
    }

    /// <summary>Keeps an answer; returns it with its id, and without one where it could not be kept.</summary>
    /// <param name="note">Is told where it could not be kept.</param>
    public AnswerLine Add(QueryAnswer answer, string source, Fingerprint heard, Action<string> note)
    {
        var line = Map.ToLine(answer, null, _time.GetUtcNow(), source, withEvidence: true);
        if (_database is null)
        {
            return line;
        }

        try
        {
            var reasons = EvidenceMap.ToLine(answer.Evidence);
            var id = Locked(() => Insert(line, heard, reasons));
            if (answer.Contrast is { } contrast)
            {
                _pictures.Keep(id, contrast);
            }

            return line with { Id = id.ToString(CultureInfo.InvariantCulture) };
        }
        catch (SqliteException e)
        {
            // A full disk keeps nobody from being answered.
            note($"The answer could not be kept in the history ({e.Message.TrimEnd('.')}).");
            return line;
        }
    }

    /// <summary>How many answers there are.</summary>
    public int Count => _database is null ? 0 : Locked(() => (int)(long)Scalar("SELECT count(*) FROM answer")!);

    /// <summary>Answers, newest first.</summary>
    /// <param name="before">Id that they are older than; null for the newest.</param>
    public IReadOnlyList<AnswerLine> Page(long? before, int limit) => _database is null ? [] : Locked(() => Read(
        "SELECT id, line, is_wrong FROM answer WHERE $0 IS NULL OR id < $0 ORDER BY id DESC LIMIT $1", before, limit));

    /// <summary>The answer of that id, or null.</summary>
    public AnswerLine? Find(long id) => _database is null ? null : Locked(() =>
        Read("SELECT id, line, is_wrong FROM answer WHERE id = $0", id).SingleOrDefault());

    /// <summary>The peaks that were heard for an answer; null where they have been forgotten.</summary>
    public Fingerprint? FindHeard(long id) => _database is null ? null : Locked(() =>
    {
        using var command = Command("SELECT profile, peaks FROM heard WHERE answer_id = $0", id);
        using var row = command.ExecuteReader();
        return row.Read() ? Fingerprint.FromBytes(row.GetString(0), row.GetFieldValue<byte[]>(1)) : null;
    });

    /// <summary>How an answer was decided; null where that was not kept.</summary>
    public ReasonsLine? FindReasons(long id) => _database is null ? null : Locked(() =>
    {
        using var command = Command("SELECT line FROM reasons WHERE answer_id = $0", id);
        return command.ExecuteScalar() is string line
            ? JsonSerializer.Deserialize(line, ServerJson.Wire.ReasonsLine)
            : null;
    });

    /// <summary>A picture of what was heard for an answer; null where there is none any more.</summary>
    public ContrastLine? FindPicture(long id) => _pictures.Find(id);

    /// <summary>Notes that an answer is wrong, or is not after all; false where there is no such answer.</summary>
    public bool Judge(long id, bool isWrong) => _database is not null && Locked(() =>
        Execute("UPDATE answer SET is_wrong = $1 WHERE id = $0", id, isWrong ? 1 : 0) == 1);

    /// <summary>Forgets all answers.</summary>
    public void Clear()
    {
        _pictures.Clear();
        if (_database is not null)
        {
            Locked(() => Execute("DELETE FROM answer; DELETE FROM heard; DELETE FROM reasons"));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _database?.Dispose();
        }
    }

    private T Locked<T>(Func<T> action)
    {
        lock (_gate)
        {
            return action();
        }
    }

    private long Insert(AnswerLine line, Fingerprint heard, ReasonsLine? reasons)
    {
        using var transaction = _database!.BeginTransaction();
        Execute("INSERT INTO answer (line) VALUES ($0)", JsonSerializer.Serialize(line, ServerJson.Wire.AnswerLine));
        var id = (long)Scalar("SELECT last_insert_rowid()")!;
        Execute("INSERT INTO heard VALUES ($0, $1, $2)", id, heard.ProfileId, heard.ToBytes());
        if (reasons is not null)
        {
            var json = JsonSerializer.Serialize(reasons, ServerJson.Wire.ReasonsLine);
            Execute("INSERT INTO reasons VALUES ($0, $1)", id, json);
        }

        if (++_sincePruned >= PruneEvery)
        {
            _sincePruned = 0;
            Execute("DELETE FROM answer WHERE id <= $0", id - _length);
            Execute(
                "DELETE FROM heard WHERE answer_id <= $0; DELETE FROM reasons WHERE answer_id <= $0",
                id - Math.Min(_length, HeardLength));
        }

        transaction.Commit();
        return id;
    }

    private List<AnswerLine> Read(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        using var row = command.ExecuteReader();
        var answers = new List<AnswerLine>();
        while (row.Read())
        {
            var line = JsonSerializer.Deserialize(row.GetString(1), ServerJson.Wire.AnswerLine)!;
            answers.Add(line with
            {
                Id = row.GetInt64(0).ToString(CultureInfo.InvariantCulture),
                IsWrong = row.GetInt64(2) != 0,
            });
        }

        return answers;
    }

    private int Execute(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private object? Scalar(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteScalar();
    }

    private SqliteCommand Command(string sql, params object?[] values)
    {
        var command = _database!.CreateCommand();
        command.CommandText = sql;
        foreach (var (index, value) in values.Index())
        {
            command.Parameters.AddWithValue($"${index}", value ?? DBNull.Value);
        }

        return command;
    }
}
