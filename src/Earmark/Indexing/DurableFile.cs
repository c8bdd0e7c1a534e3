using System.Runtime.InteropServices;

namespace Earmark.Indexing;

/// <summary>Puts whole files on the disk: after a crash a name holds all of its content or does not exist.</summary>
internal static partial class DurableFile
{
    /// <summary>Ending of files that are not finished.</summary>
    public const string TemporaryEnding = ".tmp";

    private const int BufferSize = 1 << 20;

    /// <summary>Writes the file at <paramref name="path"/>; on any failure no part of it is left.</summary>
    /// <param name="write">Writes the content to the seekable stream it is given.</param>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = path + TemporaryEnding;
        try
        {
            using (var stream = new FileStream(
                temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferSize))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            SyncFolder(Path.GetDirectoryName(path)!);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Deletes a file where that is possible now. (Windows keeps those that are mapped.)</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next writer to open the library tries again.
        }
    }

    /// <summary>Makes the names in <paramref name="folder"/> durable. Windows does that by itself.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = OpenFile(folder, 0);
        if (descriptor < 0)
        {
            throw new IOException($"The folder {folder} cannot be opened to make its names durable.");
        }

        // File systems that do not sync folders refuse with EINVAL: they have nothing to make durable.
        _ = SyncFile(descriptor);
        _ = CloseFile(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int SyncFile(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int descriptor);
}
