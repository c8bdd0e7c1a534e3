using Earmark.Audio;
using Earmark.Server;

namespace Earmark.Cli.Output;

/// <summary>Any exception as one sentence and an exit code.</summary>
internal static class Failure
{
    /// <summary>The variable that, when set to 1, adds the stack trace to what is said.</summary>
    public const string TraceVariable = "EARMARK_TRACE";

    /// <summary>Says what went wrong and returns the exit code.</summary>
    public static int Report(Exception exception, Terminal terminal)
    {
        terminal.Note($"earmark: {Sentence(exception)}");
        if (Environment.GetEnvironmentVariable(TraceVariable) == "1")
        {
            foreach (var line in exception.ToString().Split('\n'))
            {
                terminal.Note(line);
            }
        }

        return ExitCode.Error;
    }

    /// <summary>The exception's own sentence where it was made for people; else the way to the trace.</summary>
    public static string Sentence(Exception exception) => exception switch
    {
        AudioException or LibraryException or ServerException or UsageException => Text.OneLine(exception.Message),
        OperationCanceledException => "Interrupted.",
        IOException or UnauthorizedAccessException => Text.OneLine(exception.Message),
        _ => $"This should not have happened: {Text.OneLine(exception.Message)} ({exception.GetType().Name}); " +
            $"run again with {TraceVariable}=1 for the trace.",
    };

    /// <summary>Whether a disk without room is why.</summary>
    public static bool IsDiskFull(Exception exception)
    {
        const int Enospc = 28;
        const int ErrorHandleDiskFull = unchecked((int)0x80070027);
        const int ErrorDiskFull = unchecked((int)0x80070070);
        return exception is IOException { HResult: Enospc or ErrorHandleDiskFull or ErrorDiskFull };
    }

    /// <summary>Whether the reader of our output has gone, as `head` does: nothing to tell anybody.</summary>
    public static bool IsBrokenPipe(Exception exception)
    {
        const int Epipe = 32;
        const int ErrorBrokenPipe = unchecked((int)0x8007006D);
        const int ErrorNoData = unchecked((int)0x800700E8);
        return exception is IOException { HResult: Epipe or ErrorBrokenPipe or ErrorNoData };
    }
}
