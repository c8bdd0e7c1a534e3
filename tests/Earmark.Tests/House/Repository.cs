using System.Runtime.CompilerServices;

namespace Earmark.Tests.House;

/// <summary>The working tree that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] BuildFolders = ["bin", "obj", "artifacts", "TestResults", ".git", ".vs"];

    /// <summary>Its root folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Files whose names end so, relative to the root, with slashes; nothing that a build made.</summary>
    public static IReadOnlyList<string> Files(params string[] endings) =>
    [
        .. InFolder(Root)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a file, named as <see cref="Files"/> does.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static IEnumerable<string> InFolder(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder)
                .Where(inner => !BuildFolders.Contains(Path.GetFileName(inner)))
                .SelectMany(InFolder));

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        var folder = Path.GetDirectoryName(thisFile);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Earmark.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException($"{thisFile} does not lie below an Earmark.slnx.");
    }
}
