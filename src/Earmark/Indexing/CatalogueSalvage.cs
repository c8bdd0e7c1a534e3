using Microsoft.Data.Sqlite;

namespace Earmark.Indexing;

/// <summary>Makes a new catalogue of the rows that can still be read of one whose pages are damaged.</summary>
/// <remarks>
/// Rows are read one by one, in the order of their keys; where SQLite refuses, the search goes on behind the damaged
/// page. What the new catalogue then lacks shows in the segments, which know the ids of their tracks.
/// </remarks>
internal static class CatalogueSalvage
{
    /// <summary>Ending of the damaged catalogue, which is kept.</summary>
    public const string DamagedEnding = ".damaged";

    private static readonly (string Name, string Key)[] Tables =
        [("track", "id"), ("log", "track_id"), ("segment", "id"), ("retired", "track_id")];

    /// <summary>What to say of a catalogue that is damaged.</summary>
    public static Finding Damage(string path, string found) => new(
        path,
        found,
        "what it says cannot be trusted",
        "restore the library from a backup; or `earmark verify --mend` makes a new catalogue of the rows that can be " +
        "read, and storing the same music again adds what is missing",
        null);

    /// <summary>Replaces a damaged catalogue by what can be read of it; null where it is not damaged.</summary>
    /// <exception cref="LibraryException">Nothing can be read of it.</exception>
    public static Finding? RunWhereNeeded(string path, CancellationToken ct)
    {
        var temporary = path + DurableFile.TemporaryEnding;
        DurableFile.TryDelete(temporary);
        int rowCount;
        string found;
        try
        {
            using var old = Database.OpenToRead(path);
            if (FindDamage(old) is not { } damage)
            {
                return null;
            }

            found = damage;
            using var salvaged = Database.OpenToWrite(temporary);
            Catalogue.Create(salvaged, ReadProfileId(old, path));
            rowCount = salvaged.Write(() => Tables.Sum(table => Copy(old, salvaged, table.Name, table.Key, ct)));
        }
        catch (SqliteException e) when (LibraryFault.IsDamage(e))
        {
            DurableFile.TryDelete(temporary);
            throw new LibraryException(
                $"The catalogue {path} is damaged so much that nothing can be read of it: " +
                "restore the library from a backup, or store the music again in a new one.",
                e);
        }

        Replace(path, temporary);
        return new Finding(
            path,
            found,
            $"a new one was made of the {rowCount} rows that can be read",
            $"the damaged one is kept as {Path.GetFileName(path)}{DamagedEnding}; " +
            "store the same music again: what is missing is added",
            _ => { });
    }

    private static string? FindDamage(Database database)
    {
        try
        {
            var messages = database.Query("PRAGMA integrity_check", row => row.GetString(0));
            return messages is ["ok"] || messages.TrueForAll(CatalogueInspector.IsOfIndex)
                ? null
                : $"was damaged (SQLite: {messages[0].ReplaceLineEndings(" ").TrimEnd()})";
        }
        catch (SqliteException e) when (LibraryFault.IsDamage(e))
        {
            return $"was damaged (SQLite: {e.Message.TrimEnd('.')})";
        }
    }

    private static string ReadProfileId(Database database, string path)
    {
        try
        {
            if (Catalogue.ReadProfileId(database, Path.GetDirectoryName(path)!) is { } id)
            {
                return id;
            }
        }
        catch (SqliteException e) when (LibraryFault.IsDamage(e))
        {
            // The segments know it too.
        }

        return SegmentFolder.ReadProfileId(Path.GetDirectoryName(path)!) ?? throw new LibraryException(
            $"The catalogue {path} does not say what profile the library has, and no segment does: " +
            "restore the library from a backup, or store the music again in a new one.");
    }

    private static int Copy(Database from, Database to, string table, string key, CancellationToken ct)
    {
        var columns = from.Query($"SELECT name FROM pragma_table_info('{table}')", row => row.GetString(0));
        var names = string.Join(", ", columns);
        var values = string.Join(", ", columns.Select((_, index) => $"${index}"));
        var select = $"SELECT {names} FROM {table} NOT INDEXED WHERE {key} > $0 ORDER BY {key} LIMIT 1";
        var insert = $"INSERT INTO {table} ({names}) VALUES ({values})";
        var keyColumn = columns.IndexOf(key);
        var count = 0;
        for (var after = 0L; Next(after) is { } row; after = (long)row[keyColumn]!)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                count += to.Execute(insert, row);
            }
            catch (SqliteException)
            {
                // A row that breaks the table's rules is none that was written.
            }
        }

        return count;

        object?[]? Next(long after)
        {
            var (low, step) = (after, 1L);
            while (step > 0 && low < long.MaxValue - step)
            {
                if (TryRead(low) is (true, var row))
                {
                    return low == after ? row : Nearest(low - (step >> 1), low) ?? row;
                }

                low += step;
                step <<= 1;
            }

            return null;
        }

        // The doubled steps went too far: the first key behind the damaged page is between the last two.
        object?[]? Nearest(long broken, long sound)
        {
            while (sound - broken > 1)
            {
                var middle = broken + ((sound - broken) / 2);
                (broken, sound) = TryRead(middle).IsReadable ? (broken, middle) : (middle, sound);
            }

            return TryRead(sound).Row;
        }

        (bool IsReadable, object?[]? Row) TryRead(long after)
        {
            try
            {
                return (true, from.Query(select, ReadAll, after).FirstOrDefault());
            }
            catch (SqliteException e) when (LibraryFault.IsDamage(e))
            {
                return (false, null);
            }
        }
    }

    private static object?[] ReadAll(SqliteDataReader row)
    {
        var values = new object?[row.FieldCount];
        for (var column = 0; column < values.Length; column++)
        {
            values[column] = row.IsDBNull(column) ? null : row.GetValue(column);
        }

        return values;
    }

    // The old write-ahead log goes first: applied to another database, it would ruin that too.
    private static void Replace(string path, string replacement)
    {
        File.Move(path, path + DamagedEnding, overwrite: true);
        File.Delete(path + WriteAheadLog.Ending);
        File.Delete(path + "-shm");
        File.Move(replacement, path);
        DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
    }
}
