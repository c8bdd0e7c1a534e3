using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Earmark.Indexing;

/// <summary>Makes sure that a library has one writer. Readers never need it.</summary>
/// <remarks>The file stays behind, unlocked: the system gives up the lock with the process, however that ends.</remarks>
internal sealed class WriterLock : IDisposable
{
    /// <summary>Name of the file in the library's folder. It holds the process id of the last writer.</summary>
    public const string FileName = "writer.lock";

    private const int WouldBlockLinux = 11;
    private const int WouldBlockMac = 35;
    private const int SharingViolationWindows = unchecked((int)0x80070020);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private WriterLock(FileStream file)
    {
        _file = file;
    }

    /// <summary>Takes the lock, waiting up to <paramref name="wait"/> for who holds it.</summary>
    /// <exception cref="LibraryException">Another process still holds it then.</exception>
    public static WriterLock Take(string folder, TimeSpan wait)
    {
        var path = Path.Combine(folder, FileName);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (TryOpen(path) is { } file)
            {
                file.SetLength(0);
                file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
                file.Flush();
                return new WriterLock(file);
            }

            if (clock.Elapsed >= wait)
            {
                throw new LibraryException(
                    $"The library {folder} is being written by {Holder(path)}: try again when that has finished.");
            }

            Thread.Sleep(RetryInterval);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileStream? TryOpen(string path)
    {
        // Windows refuses what is not shared: there, others may read who holds it. Elsewhere reading is always free,
        // and only "none" makes the lock exclusive.
        var share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
        }
        catch (IOException e) when (e.HResult is WouldBlockLinux or WouldBlockMac or SharingViolationWindows)
        {
            return null;
        }
    }

    private static string Holder(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            var processId = reader.ReadToEnd().Trim();
            return processId.Length > 0 ? $"process {processId}" : "another process";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
