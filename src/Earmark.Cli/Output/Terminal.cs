using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Earmark.Cli.Output;

/// <summary>Where a verb writes: results to standard output, everything else to standard error.</summary>
/// <remarks>
/// File names and tags may hold line breaks and escape sequences. What is for people goes through
/// <see cref="Tell"/> and <see cref="Note"/>, which let none of them through; JSON and CSV quote what they must.
/// </remarks>
/// <param name="Results">UTF-8 without a mark, LF.</param>
/// <param name="Notes">Progress, warnings and errors.</param>
/// <param name="IsInteractive">Whether somebody watches <paramref name="Notes"/> on a terminal.</param>
internal sealed record Terminal(TextWriter Results, TextWriter Notes, bool IsInteractive)
{
    /// <summary>What results are shown on; none where they go elsewhere.</summary>
    public Screen Screen { get; init; } = Screen.Nowhere;

    /// <summary>Writes one line of a result for people.</summary>
    public void Tell(string line) => Results.WriteLine(Text.OneLine(line));

    /// <summary>Writes one line that is no result: progress, a warning, an error.</summary>
    public void Note(string line) => Notes.WriteLine(Text.OneLine(line));

    /// <summary>The console's own.</summary>
    public static Terminal OfConsole()
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var results = new StreamWriter(OpenResults(), encoding, 1 << 14)
        {
            NewLine = "\n",
            // A person or a program at the other end of a pipe sees each answer when it is there.
            AutoFlush = true,
        };
        var notes = new StreamWriter(Console.OpenStandardError(), encoding) { NewLine = "\n", AutoFlush = true };
        return new Terminal(
            TextWriter.Synchronized(results), TextWriter.Synchronized(notes), !Console.IsErrorRedirected)
        {
            Screen = Screen.OfConsole(),
        };
    }

    /// <summary>
    /// Standard output. Of a pipe on Unix, the console's own stream would not say that its reader has gone.
    /// </summary>
    public static Stream OpenResults()
    {
        const int StandardOutput = 1;
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return Console.OpenStandardOutput();
        }

        try
        {
            var handle = new SafeFileHandle(StandardOutput, ownsHandle: false);
            var pipe = new FileStream(handle, FileAccess.Write, 0);

            // Into a file it would write at a place of its own, over what others append.
            return pipe.CanSeek ? new WholeWriteStream(Console.OpenStandardOutput(), handle) : pipe;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It was closed before we came.
            return Console.OpenStandardOutput();
        }
    }
}
