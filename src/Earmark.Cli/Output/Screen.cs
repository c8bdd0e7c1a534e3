namespace Earmark.Cli.Output;

/// <summary>What results are shown on.</summary>
/// <param name="Colors">None where results go into a file or to another program.</param>
/// <param name="Columns">Letters in a line.</param>
internal sealed record Screen(ColorDepth Colors, int Columns)
{
    private const int UsualColumns = 80;

    /// <summary>No screen at all: a file, or another program.</summary>
    public static Screen Nowhere { get; } = new(ColorDepth.None, UsualColumns);

    /// <summary>That of the console.</summary>
    public static Screen OfConsole() => Console.IsOutputRedirected
        ? Nowhere
        : new Screen(ColorsOf(Environment.GetEnvironmentVariable), ReadColumns());

    /// <summary>
    /// What the variables of a terminal say of it. NO_COLOR, if it is not empty, wins: https://no-color.org.
    /// </summary>
    /// <param name="variable">Returns the value of a variable of the environment, or null.</param>
    public static ColorDepth ColorsOf(Func<string, string?> variable)
    {
        var term = variable("TERM") ?? "";
        if (!string.IsNullOrEmpty(variable("NO_COLOR")) || term == "dumb")
        {
            return ColorDepth.None;
        }

        // Windows Terminal sets no TERM.
        var isFull = variable("COLORTERM") is "truecolor" or "24bit" || !string.IsNullOrEmpty(variable("WT_SESSION"));
        return isFull ? ColorDepth.Full
            : term.Contains("256color", StringComparison.Ordinal) ? ColorDepth.Palette
            : ColorDepth.None;
    }

    private static int ReadColumns()
    {
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : UsualColumns;
        }
        catch (IOException)
        {
            return UsualColumns;
        }
    }
}
