using System.Diagnostics;

namespace Earmark.Tests.EndToEnd;

/// <summary>A disk in memory that is soon full. Linux only, for those who may mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private static readonly Lazy<bool> Possible = new(TryMount);

    private readonly string _folder;

    /// <param name="folder">Where it appears; made where it is missing.</param>
    /// <param name="size">In KiB.</param>
    public SmallDisk(string folder, int size)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        Assert.True(Run("mount", "-t", "tmpfs", "-o", $"size={size}k", "tmpfs", folder), "mount failed");
    }

    /// <summary>Whether this process may mount one.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Possible.Value;

    /// <summary>Takes all the room that is left but for some.</summary>
    /// <param name="left">In bytes.</param>
    public void FillAllBut(long left) => File.WriteAllBytes(
        Path.Combine(_folder, "filler"), new byte[new DriveInfo(_folder).AvailableFreeSpace - left]);

    /// <summary>Takes all the room that is left.</summary>
    public void Fill()
    {
        // Unbuffered: what finds no room is not tried again on closing.
        using var filler = new FileStream(
            Path.Combine(_folder, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                filler.Write(new byte[4_096]);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Makes it large enough for anything; what it holds stays.</summary>
    public void Grow() => Assert.True(Run("mount", "-o", "remount,size=64m", _folder), "mount failed");

    public void Dispose() => Run("umount", "--lazy", _folder);

    // Root in a container often may not.
    private static bool TryMount()
    {
        var folder = Directory.CreateTempSubdirectory("earmark-disk-").FullName;
        var isMounted = Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder) && Run("umount", folder);
        Directory.Delete(folder);
        return isMounted;
    }

    private static bool Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
