using System.ComponentModel;
using System.Diagnostics;
using System.Text;

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

    /// <summary>Runs the program with arguments that make it list something, and returns what it says.</summary>
    /// <returns>The lines of standard output, then those of standard error; none if it does not run.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal IReadOnlyList<string> ReadLines(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        try
        {
            using var process = new Process();
            process.StartInfo = new ProcessStartInfo(Path, ["-hide_banner", "-nostdin", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
            };
            process.Start();
            using var end = cancellation.Register(process.Kill);
            var said = Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(cancellation),
                process.StandardError.ReadToEndAsync(cancellation));
            if (!said.Wait((int)AnswerLimit.TotalMilliseconds, cancellation))
            {
                process.Kill();
                return [];
            }

            return [.. said.Result.SelectMany(text => text.ReplaceLineEndings("\n").Split('\n'))];
        }
        catch (Win32Exception)
        {
            return [];
        }
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
