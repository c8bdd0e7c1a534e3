using Earmark.Indexing;

namespace Earmark;

/// <summary>Names new tracks: by their file's name where that is unique, else by their path.</summary>
internal sealed class RefIds
{
    private readonly TrackIndex _index;
    private readonly Dictionary<string, int> _stems = new(StringComparer.Ordinal);

    /// <param name="batch">Files that are stored together: none of two of the same name gets the name alone.</param>
    public RefIds(TrackIndex index, IEnumerable<FoundFile> batch)
    {
        _index = index;
        foreach (var file in batch)
        {
            var stem = Stem(file);
            _stems[stem] = _stems.GetValueOrDefault(stem) + 1;
        }
    }

    /// <summary>The ref id of a file: the one it has, else its name without extension, else its path.</summary>
    /// <remarks>The path is relative to the folder stored, and full where even that is another track's.</remarks>
    public string Of(FoundFile file)
    {
        if (_index.FindByPath(file.Path) is { } known)
        {
            return known.RefId;
        }

        var stem = Stem(file);
        if (_stems.GetValueOrDefault(stem) <= 1 && _index.Find(stem) is null)
        {
            return stem;
        }

        var relative = Relative(file);
        return _index.Find(relative) is null ? relative : file.Path;
    }

    /// <summary>The name of a file, without its extension.</summary>
    public static string Stem(FoundFile file) => Path.GetFileNameWithoutExtension(file.Path);

    /// <summary>The path of a file from the folder that was stored, with slashes.</summary>
    public static string Relative(FoundFile file) => Path.GetRelativePath(file.Root, file.Path).Replace('\\', '/');
}
