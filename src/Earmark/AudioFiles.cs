using System.IO.Enumeration;

namespace Earmark;

/// <summary>Finds the recordings in folders.</summary>
internal static class AudioFiles
{
    /// <summary>Names that a file in a folder must end with; a file that is named itself is always tried.</summary>
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".3gp", ".aac", ".ac3", ".aif", ".aifc", ".aiff", ".alac", ".amr", ".ape", ".au", ".caf", ".dsf", ".flac",
        ".m4a", ".m4b", ".mka", ".mp2", ".mp3", ".mp4", ".mpc", ".oga", ".ogg", ".opus", ".snd", ".spx", ".tta",
        ".wav", ".webm", ".wma", ".wv",
    };

    /// <summary>Returns the files of each path in order, those of a folder by name, each file once.</summary>
    /// <remarks>Links to folders are not followed: they may lead in circles.</remarks>
    public static List<FoundFile> Find(IEnumerable<string> paths)
    {
        var found = new List<FoundFile>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths.Select(Path.GetFullPath))
        {
            if (!Directory.Exists(path))
            {
                found.Add(new FoundFile(path, Path.GetDirectoryName(path) ?? path, Missing(path)));
                continue;
            }

            var files = InFolder(path);
            if (files.Count == 0)
            {
                var fault = $"{path} holds no audio file; expected a folder with music in it: check the name.";
                found.Add(new FoundFile(path, path, fault));
            }

            found.AddRange(files.Select(file => new FoundFile(file, path, null)));
        }

        return found.FindAll(file => seen.Add(file.Path));
    }

    private static string? Missing(string path) =>
        File.Exists(path) ? null : $"{path} does not exist; expected a file or a folder: check the name.";

    private static List<string> InFolder(string folder)
    {
        var options = new EnumerationOptions
        {
            AttributesToSkip = 0,
            IgnoreInaccessible = true,
            RecurseSubdirectories = true,
        };
        var files = new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && Extensions.Contains(Path.GetExtension(entry.FileName).ToString()),
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
        return [.. files.Order(StringComparer.Ordinal)];
    }
}
