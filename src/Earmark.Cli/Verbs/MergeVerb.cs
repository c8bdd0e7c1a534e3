using System.CommandLine;
using Earmark.Cli.Output;
using Earmark.Indexing;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark merge`: adds the tracks of other libraries, which stay as they are.</summary>
internal static class MergeVerb
{
    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(10);

    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var sources = new Argument<string[]>("SOURCE")
        {
            Description = "Folders of libraries; they are only read",
            Arity = ArgumentArity.OneOrMore,
        };
        var onConflict = ConflictOption.Create();
        const string Description = "Add the tracks of other libraries to the library; it is made where there is none";
        var command = new Command("merge", Description) { sources, onConflict };
        command.SetAction((parsed, ct) =>
        {
            var folders = parsed.GetRequiredValue(sources).Select(path => GivenPath.Demand(path, "merge")).ToList();
            var options = ConflictOption.Read(parsed.GetRequiredValue(onConflict));
            var run = new ImportRun(terminal, global.Format(parsed), NoteInterval);
            return RunAsync(folders, global.Library(parsed), options, run, ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        List<string> folders, string folder, ImportOptions options, ImportRun run, CancellationToken ct)
    {
        if (folders.Find(source => FullPath(source) == FullPath(folder)) is { } itself)
        {
            throw new UsageException($"{itself} is the library itself; give others to merge, or another --library.");
        }

        // All are opened before anything is stored.
        var libraries = new List<Library>();
        try
        {
            foreach (var source in folders)
            {
                libraries.Add(Library.Open(source, new LibraryOptions { ReadOnly = true }));
                DemandSameProfile(folders[0], libraries[0], source, libraries[^1]);
            }

            var profile = TrackIndex.ReadProfileId(folder) is null ? libraries[0].Profile : null;
            using var target = Library.Open(folder, new LibraryOptions { Profile = profile });
            var sources = folders.Zip(libraries, (name, library) => new ImportSource(
                name, (progress, stop) => target.MergeAsync(library, options, progress, stop), () => null));
            return await run.RunAsync(folder, [.. sources], ct);
        }
        finally
        {
            libraries.ForEach(library => library.Dispose());
        }
    }

    private static void DemandSameProfile(string first, Library one, string second, Library other)
    {
        if (one.Profile.Id != other.Profile.Id)
        {
            throw new UsageException(
                $"{first} is of profile {one.Profile.Id}, {second} of {other.Profile.Id}; " +
                "libraries of different profiles cannot be one.");
        }
    }

    private static string FullPath(string path) => Path.TrimEndingDirectorySeparator(Library.NameOf(path));
}
