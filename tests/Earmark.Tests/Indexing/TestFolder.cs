namespace Earmark.Tests.Indexing;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("earmark-test-").FullName;

    /// <summary>A path in it that does not exist yet.</summary>
    public string Library => System.IO.Path.Combine(Path, "library");

    /// <summary>
    /// Copies the library as a kill at this moment would leave it: files only, no process behind them.
    /// </summary>
    public string CopyLibrary(string name)
    {
        var copy = System.IO.Path.Combine(Path, name);
        while (true)
        {
            // A merge beside us changes files while they are copied; a kill leaves those of one moment.
            var before = Files();
            try
            {
                CopyTo(copy);
                if (before == Files())
                {
                    return copy;
                }
            }
            catch (IOException)
            {
                // Merged away, or being written.
            }

            Directory.Delete(copy, recursive: true);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string Files() => string.Join('\n', new DirectoryInfo(Library)
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(file => !file.Name.EndsWith("-shm", StringComparison.Ordinal))
        .OrderBy(file => file.FullName, StringComparer.Ordinal)
        .Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}"));

    private void CopyTo(string copy)
    {
        foreach (var file in Directory.EnumerateFiles(Library, "*", SearchOption.AllDirectories))
        {
            // The shared-memory file is SQLite's scratch pad: after a crash it is made anew from the log.
            if (!file.EndsWith("-shm", StringComparison.Ordinal) && !file.EndsWith(".lock", StringComparison.Ordinal))
            {
                var target = System.IO.Path.Combine(copy, System.IO.Path.GetRelativePath(Library, file));
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
                using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var to = File.Create(target);
                from.CopyTo(to);
            }
        }
    }
}
