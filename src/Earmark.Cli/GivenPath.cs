using Earmark.Cli.Output;

namespace Earmark.Cli;

/// <summary>Paths as they come from the command line and from lists.</summary>
internal static class GivenPath
{
    /// <summary>Returns a path that the system can be asked about, whether it leads anywhere or not.</summary>
    /// <param name="receiver">The verb or option that it was given to.</param>
    /// <exception cref="UsageException">It is empty or has a NUL in it.</exception>
    public static string Demand(string path, string receiver)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new UsageException($"{receiver} was given an empty path; expected the name of a file or folder.");
        }

        return !path.Contains('\0', StringComparison.Ordinal)
            ? path
            : throw new UsageException(
                $"{receiver} was given a path with a NUL in it; expected the name of a file or folder, one a line.");
    }
}
