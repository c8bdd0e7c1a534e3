namespace Earmark.Cli.Output;

/// <summary>What the tool returns to the shell.</summary>
internal static class ExitCode
{
    /// <summary>A match, or everything done.</summary>
    public const int Success = 0;

    /// <summary>No match, or nothing of that name.</summary>
    public const int NoMatch = 1;

    /// <summary>Something could not be read, written or understood, or the work was interrupted.</summary>
    public const int Error = 2;
}
