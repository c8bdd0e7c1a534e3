using Microsoft.Data.Sqlite;

namespace Earmark.Indexing;

/// <summary>Says in a library's words what the file system or SQLite refused.</summary>
internal static class LibraryFault
{
    private const int SqliteBusy = 5;
    private const int SqliteReadOnly = 8;
    private const int SqliteCorrupt = 11;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;
    private const int SqliteNotADatabase = 26;
    private const int ErrorDiskFullWindows = unchecked((int)0x80070070);
    private const int ErrorDiskFullUnix = 28;

    /// <summary>Whether <see cref="Explain"/> is for this exception.</summary>
    public static bool Covers(Exception exception) =>
        exception is SqliteException or IOException or UnauthorizedAccessException;

    /// <summary>Does something with a library; what the file system or SQLite refuse is said in its words.</summary>
    /// <exception cref="LibraryException">They refused something.</exception>
    public static T Guard<T>(string folder, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (Covers(e))
        {
            throw Explain(e, folder);
        }
    }

    /// <summary>What to throw instead of <paramref name="exception"/>.</summary>
    public static LibraryException Explain(Exception exception, string folder)
    {
        var message = exception switch
        {
            SqliteException { SqliteErrorCode: SqliteFull } => DiskFull(folder),
            IOException io when IsDiskFull(io) => DiskFull(folder),
            SqliteException { SqliteErrorCode: SqliteReadOnly or SqliteCannotOpen } or UnauthorizedAccessException =>
                $"The library {folder} cannot be opened or written ({exception.Message.TrimEnd('.')}): " +
                "give this user the rights to its folder and files, or use another library.",
            SqliteException { SqliteErrorCode: SqliteCorrupt or SqliteNotADatabase } =>
                $"The catalogue {Path.Combine(folder, Catalogue.FileName)} is damaged or no library's: " +
                "restore it from a backup, or store the music again in a new library.",
            SqliteException { SqliteErrorCode: SqliteBusy } =>
                $"The catalogue of the library {folder} is held by another program: try again when that has finished.",
            _ => $"The library {folder} cannot be read or written ({exception.Message.TrimEnd('.')}): check its disk.",
        };
        return new LibraryException(message, exception);
    }

    /// <summary>Whether SQLite may not open or make a file it needs.</summary>
    public static bool IsAccess(SqliteException exception) =>
        exception.SqliteErrorCode is SqliteReadOnly or SqliteCannotOpen;

    /// <summary>Whether a disk without room is why.</summary>
    public static bool IsDiskFull(IOException exception) =>
        exception.HResult is ErrorDiskFullWindows or ErrorDiskFullUnix;

    private static string DiskFull(string folder) =>
        $"The disk of the library {folder} is full: free some space and try again; nothing that was stored is lost.";
}
