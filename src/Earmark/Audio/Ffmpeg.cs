using System.ComponentModel;
using System.Diagnostics;

namespace Earmark.Audio;

/// <summary>The ffmpeg program of this machine.</summary>
/// <param name="Path">Where it is.</param>
public sealed record Ffmpeg(string Path)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <summary>Finds the first ffmpeg on the search path; null if there is none.</summary>
    public static Ffmpeg? Find()
    {
        var fileName = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
            System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var path = folders.Select(folder => System.IO.Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);
        return path is null ? null : new Ffmpeg(path);
    }

    /// <summary>Asks the program for its version, such as "5.1.9"; null if it does not run or does not say.</summary>
    public string? ReadVersion()
    {
        try
        {
            using var process = new Process();
            process.StartInfo = new ProcessStartInfo(Path, "-version")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            process.Start();
            var firstLine = process.StandardOutput.ReadLineAsync();
            var words = firstLine.Wait(AnswerLimit) ? firstLine.Result?.Split(' ') : null;
            process.Kill();
            return words is ["ffmpeg", "version", var version, ..] ? version : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
