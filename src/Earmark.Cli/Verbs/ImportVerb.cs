using System.CommandLine;
using Earmark.Cli.Output;
using Earmark.Indexing;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark import`: adds what `earmark export` wrote.</summary>
internal static class ImportVerb
{
    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(10);

    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Exports; - reads standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        var onConflict = ConflictOption.Create();
        const string Description = "Add the tracks of exports to the library; it is made where there is none";
        var command = new Command("import", Description) { files, onConflict };
        command.SetAction((parsed, ct) =>
        {
            var names = parsed.GetRequiredValue(files).Select(file => GivenPath.Demand(file, "import")).ToList();
            var options = ConflictOption.Read(parsed.GetRequiredValue(onConflict));
            var run = new ImportRun(terminal, global.Format(parsed), NoteInterval);
            return RunAsync(names, global.Library(parsed), options, run, ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        List<string> names, string folder, ImportOptions options, ImportRun run, CancellationToken ct)
    {
        if (names.Count(name => name == "-") > 1)
        {
            throw new UsageException("Standard input can be read once; it was named as - more than once.");
        }

        // All are opened, and held, before anything is stored: a pipe cannot be opened twice.
        var exports = new List<LibraryExport>();
        try
        {
            foreach (var name in names)
            {
                exports.Add(Open(name, ct));
                DemandSameProfile(exports[0], exports[^1]);
            }

            var profile = TrackIndex.ReadProfileId(folder) is null ? ProfileOf(exports[0]) : null;
            using var library = Library.Open(folder, new LibraryOptions { Profile = profile });
            var sources = exports.ConvertAll(export => new ImportSource(
                export.Name,
                (progress, stop) => library.ImportAsync(export, options, progress, stop),
                () => export.Fault));
            return await run.RunAsync(folder, sources, ct);
        }
        finally
        {
            exports.ForEach(export => export.Dispose());
        }
    }

    private static LibraryExport Open(string name, CancellationToken ct) => name == "-"
        ? LibraryExport.Open(new InterruptibleInput(Console.OpenStandardInput(), ct), "Standard input")
        : LibraryExport.Open(name);

    private static FingerprintProfile ProfileOf(LibraryExport export) => export.Profile ??
        throw new UsageException(
            $"{export.Name} is of profile {export.ProfileId}, which this program does not make libraries of " +
            $"({string.Join(", ", FingerprintProfile.Known.Select(known => known.Id))}); " +
            "use the Earmark that exported it.");

    private static void DemandSameProfile(LibraryExport first, LibraryExport other)
    {
        if (other.ProfileId != first.ProfileId)
        {
            throw new UsageException(
                $"{first.Name} is of profile {first.ProfileId}, {other.Name} of {other.ProfileId}; " +
                "import them into libraries of their own.");
        }
    }
}
