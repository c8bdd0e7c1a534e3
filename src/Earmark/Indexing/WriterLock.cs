using System.Diagnostics;
using System.Globalization;

namespace Earmark.Indexing;

/// <summary>Makes sure that a library has one writer. Readers never need it.</summary>
/// <remarks>
/// The lock's file stays behind, unlocked: the system gives up the lock with the process, however that ends. Who holds
/// it is in a file beside it, since a locked file cannot be read.
/// </remarks>
internal sealed class WriterLock : IDisposable
{
    /// <summary>Name of the locked file in the library's folder.</summary>
    public const string FileName = "writer.lock";

    /// <summary>Name of the file that holds the writer's process id.</summary>
    public const string HolderFileName = "writer.pid";

    private const int WouldBlockLinux = 11;
    private const int WouldBlockMac = 35;
    private const int SharingViolationWindows = unchecked((int)0x80070020);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;
    private readonly string _holderPath;

    private WriterLock(FileStream file, string holderPath)
    {
        _file = file;
        _holderPath = holderPath;
    }

    /// <summary>Takes the lock, waiting up to <paramref name="wait"/> for who holds it.</summary>
    /// <exception cref="LibraryException">Another process still holds it then.</exception>
    public static WriterLock Take(string folder, TimeSpan wait)
    {
        var path = Path.Combine(folder, FileName);
        var holderPath = Path.Combine(folder, HolderFileName);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (TryOpen(path) is { } file)
            {
                var taken = new WriterLock(file, holderPath);
                try
                {
                    File.WriteAllText(holderPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
                    return taken;
                }
                catch
                {
                    taken.Dispose();
                    throw;
                }
            }

            if (clock.Elapsed >= wait)
            {
                throw new LibraryException(
                    $"The library {folder} is being written by {Holder(holderPath)}: " +
                    "try again when that has finished.");
            }

            Thread.Sleep(RetryInterval);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DurableFile.TryDelete(_holderPath);
        _file.Dispose();
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is WouldBlockLinux or WouldBlockMac or SharingViolationWindows)
        {
            return null;
        }
    }

    private static string Holder(string holderPath)
    {
        try
        {
            var processId = File.ReadAllText(holderPath);
            return processId.Length > 0 ? $"process {processId}" : "another process";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
