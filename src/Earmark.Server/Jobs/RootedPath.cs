using Earmark.Server.Http;

namespace Earmark.Server.Jobs;

/// <summary>Paths that clients name: only those below a root are looked at, whatever links say.</summary>
internal static class RootedPath
{
    private const int LinksMax = 40;

    /// <summary>The path itself, once it is known to lie below a root.</summary>
    /// <exception cref="ProblemException">It does not, or there is no root, or nothing there.</exception>
    public static string Demand(string? path, IReadOnlyList<string> roots)
    {
        if (roots.Count == 0)
        {
            throw new ProblemException(
                403, "no-root", "No folder was opened to clients: start the server with --root FOLDER.");
        }

        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0') || !Path.IsPathFullyQualified(path))
        {
            throw ProblemException.BadParameter(
                "A path", RequestValues.Shown(path), "a full path of the server's, below a root");
        }

        // The same words for what is not there and what is not theirs: nobody learns what lies elsewhere.
        var full = Path.GetFullPath(path);
        return roots.Any(root => IsBelow(full, root)) && Resolve(full) is { } real
            && roots.Any(root => IsBelow(real, Resolve(root) ?? root))
            ? full
            : throw new ProblemException(
                403,
                "outside-roots",
                $"There is nothing at {RequestValues.Shown(path)} below a root that was opened to clients.");
    }

    /// <summary>A path without links in it; null where there is nothing at it.</summary>
    private static string? Resolve(string path)
    {
        for (var links = 0; links < LinksMax; links++)
        {
            if (FirstLink(path) is not { } link)
            {
                return Path.Exists(path) ? path : null;
            }

            var target = link.LinkTarget!;
            var folder = Path.GetDirectoryName(link.FullName) ?? "/";
            var rest = Path.GetRelativePath(link.FullName, path);
            path = Path.GetFullPath(Path.Combine(folder, target, rest == "." ? "" : rest));
        }

        return null;
    }

    private static FileSystemInfo? FirstLink(string path)
    {
        var parents = new Stack<string>();
        for (var at = path; at is not null; at = Path.GetDirectoryName(at))
        {
            parents.Push(at);
        }

        return parents
            .Select(at => (FileSystemInfo)new DirectoryInfo(at))
            .FirstOrDefault(at => at.LinkTarget is not null);
    }

    private static bool IsBelow(string path, string root) =>
        path == root || path.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal);
}
