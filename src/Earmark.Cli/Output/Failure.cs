using Earmark.Audio;

namespace Earmark.Cli.Output;

/// <summary>Any exception as one sentence and an exit code.</summary>
internal static class Failure
{
    /// <summary>The variable that, when set to 1, adds the stack trace to what is said.</summary>
    public const string TraceVariable = "EARMARK_TRACE";

    /// <summary>Says what went wrong and returns the exit code.</summary>
    public static int Report(Exception exception, TextWriter notes)
    {
        notes.WriteLine($"earmark: {Sentence(exception)}");
        if (Environment.GetEnvironmentVariable(TraceVariable) == "1")
        {
            notes.WriteLine(exception);
        }

        return ExitCode.Error;
    }

    /// <summary>The exception's own sentence where it was made for people; else the way to the trace.</summary>
    public static string Sentence(Exception exception) => exception switch
    {
        AudioException or LibraryException or UsageException => OneLine(exception.Message),
        OperationCanceledException => "Interrupted.",
        IOException or UnauthorizedAccessException => OneLine(exception.Message),
        _ => $"This should not have happened: {OneLine(exception.Message)} ({exception.GetType().Name}); " +
            $"run again with {TraceVariable}=1 for the trace.",
    };

    /// <summary>Whether the reader of our output has gone, as `head` does: nothing to tell anybody.</summary>
    public static bool IsBrokenPipe(Exception exception)
    {
        const int Epipe = 32;
        const int ErrorBrokenPipe = unchecked((int)0x8007006D);
        const int ErrorNoData = unchecked((int)0x800700E8);
        return exception is IOException { HResult: Epipe or ErrorBrokenPipe or ErrorNoData };
    }

    /// <summary>A message without its line breaks and tabs.</summary>
    public static string OneLine(string message) =>
        message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal).Trim();
}
