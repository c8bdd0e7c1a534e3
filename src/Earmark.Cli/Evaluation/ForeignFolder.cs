using System.IO.Enumeration;
using Earmark.Cli.Degrading;

namespace Earmark.Cli.Evaluation;

/// <summary>A folder of recordings that are surely not in the library: clips of them are unknown.</summary>
internal static class ForeignFolder
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.None,
    };

    /// <summary>Draws recordings out of a folder and the folders in it, and finds out how long they are.</summary>
    /// <remarks>What is no sound is passed over: texts and pictures lie beside recordings.</remarks>
    /// <param name="count">As many as that, if there are.</param>
    /// <returns>In the order they are drawn.</returns>
    public static IReadOnlyList<Recording> Draw(
        string folder, int count, int seed, int threads, IProgress<EvaluationProgress> progress, CancellationToken ct)
    {
        var paths = Evaluation.Draw.Foreign(Find(folder), seed);
        var found = new List<Recording>();
        for (var next = 0; found.Count < count && next < paths.Count;)
        {
            // As many as are still wanted at the same time; the next ones only where some are no sound.
            var some = paths.Skip(next).Take(count - found.Count).ToList();
            next += some.Count;
            var read = new Recording?[some.Count];
            var done = 0;
            Parallel.For(
                0,
                some.Count,
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = ct },
                i =>
                {
                    read[i] = Read(folder, some[i], ct);
                    progress.Report(new EvaluationProgress(
                        "reading foreign recordings", Interlocked.Increment(ref done), some.Count));
                });
            found.AddRange(read.OfType<Recording>());
        }

        return found;
    }

    private static IReadOnlyList<string> Find(string folder)
    {
        // Links to folders are not followed: they may lead in circles.
        var files = new FileSystemEnumerable<string>(
            folder, (ref FileSystemEntry entry) => entry.ToFullPath(), Everything)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
        return [.. files.Order(StringComparer.Ordinal)];
    }

    private static Recording? Read(string folder, string path, CancellationToken ct)
    {
        var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        var inside = name.IndexOf('/', StringComparison.Ordinal);
        var kind = inside > 0 ? $"{Recording.Foreign}/{name[..inside]}" : Recording.Foreign;
        return SoundFolder.Measure(path, ct) is { } duration ? new Recording(name, path, duration, kind) : null;
    }
}
