using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Earmark.Bench.Measuring;

/// <summary>What only the system can say or do. Elsewhere than on Linux there is less of it.</summary>
internal static partial class LinuxCalls
{
    private const int ThreadCpuClock = 3;
    private const int AdviseDontNeed = 4;
    private const int Children = -1;

    /// <summary>Processor time of the calling thread; time on the clock where the system does not tell.</summary>
    public static TimeSpan ThreadTime()
    {
        if (OperatingSystem.IsLinux() && GetTime(ThreadCpuClock, out var time) == 0)
        {
            return TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / 100));
        }

        return Stopwatch.GetElapsedTime(0);
    }

    /// <summary>Processor time of all processes that this one has started and seen the end of; zero where the system
    /// does not tell.</summary>
    public static TimeSpan ChildrenTime()
    {
        // struct rusage begins with two times of seconds and microseconds: user, system.
        Span<long> usage = stackalloc long[18];
        return OperatingSystem.IsLinux() && Environment.Is64BitProcess && GetUsage(Children, usage) == 0
            ? TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3])
            : TimeSpan.Zero;
    }

    /// <summary>Has the system forget what it holds of a folder's files; false where it cannot.</summary>
    /// <remarks>What a process has mapped and touched stays: close the library first.</remarks>
    public static bool DropFromMemory(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        // Not the lock: it is no file of the index, and a writer holds it.
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);
        foreach (var path in files.Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (Advise(file, 0, 0, AdviseDontNeed) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Memory of a process: its own, and that of files it has mapped, in bytes.</summary>
    /// <param name="processId">Null for this one.</param>
    public static (long Own, long Mapped) Resident(int? processId = null)
    {
        var status = $"/proc/{processId ?? Environment.ProcessId}/status";
        if (!File.Exists(status))
        {
            return (Environment.WorkingSet, 0);
        }

        var lines = File.ReadAllLines(status);
        return (Read("RssAnon:"), Read("RssFile:"));

        long Read(string name) => 1024 * lines
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ')[^2], System.Globalization.CultureInfo.InvariantCulture))
            .FirstOrDefault();
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, Span<long> usage);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeHandle file, long offset, long length, int advice);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
