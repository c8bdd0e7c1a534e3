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

            var inside = new List<FoundFile>();
            Collect(path, path, inside);
            if (inside.Count == 0)
            {
                var fault = $"{path} holds no audio file; expected a folder with music in it: check the name.";
                inside.Add(new FoundFile(path, path, fault));
            }

            found.AddRange(inside.OrderBy(file => file.Path, StringComparer.Ordinal));
        }

        return found.FindAll(file => seen.Add(file.Path));
    }

    private static string? Missing(string path) =>
        File.Exists(path) ? null : $"{path} does not exist; expected a file or a folder: check the name.";

    private static void Collect(string folder, string root, List<FoundFile> found)
    {
        try
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                var isLink = (entry.Attributes & FileAttributes.ReparsePoint) != 0;
                if (entry is DirectoryInfo && !isLink)
                {
                    Collect(entry.FullName, root, found);
                }
                else if (entry is FileInfo && Extensions.Contains(entry.Extension))
                {
                    found.Add(new FoundFile(entry.FullName, root, null));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var fault = $"{folder} cannot be read ({e.Message}); expected a folder to look into: check its rights.";
            found.Add(new FoundFile(folder, root, fault));
        }
    }
}
