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

        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
