using System.CommandLine;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;
using Earmark.Indexing;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark store`: adds music to the library.</summary>
/// <remarks>
/// A bad file in a folder is skipped and listed; it makes no difference to the exit code as long as something is in the
/// library in the end. A path that was named itself must work: if it does not, the exit code is 2.
/// </remarks>
internal static class StoreVerb
{
    // Fewer are less than a song, and a segment for each would be slow to search.
    private const int LogLimitMin = 1_000;

    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(10);

    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Files, and folders with everything in them",
            Arity = ArgumentArity.OneOrMore,
        };
        var profile = new Option<string?>("--profile")
        {
            Description = "Fingerprint of a new library: " +
                string.Join(" or ", FingerprintProfile.Known.Select(known => known.Name)) +
                "; lean halves the index and finds a little less",
            HelpName = string.Join('|', FingerprintProfile.Known.Select(known => known.Name)),
        };
        profile.AcceptOnlyFromAmong([.. FingerprintProfile.Known.Select(known => known.Name)]);
        var logLimit = new Option<int>("--log-limit")
        {
            Description = "Landmarks that wait in the log, and in memory, before they become a segment; " +
                "a million take 16 MB and last for 4.7 hours of music",
            HelpName = "N",
            DefaultValueFactory = _ => new IndexOptions().LogLimit,
            Validators =
            {
                result =>
                {
                    if (result.Tokens is [{ Value: var text }]
                        && !(int.TryParse(text, out var count) && count >= LogLimitMin))
                    {
                        result.AddError($"--log-limit {text} cannot be; expected a number from {LogLimitMin} on.");
                    }
                },
            },
        };
        var command = new Command("store", "Add files and folders to the library; what has not changed is skipped")
        {
            paths, profile, logLimit,
        };
        command.SetAction((parsed, ct) =>
        {
            var name = parsed.GetValue(profile);
            var options = new LibraryOptions
            {
                Profile = FingerprintProfile.Known.FirstOrDefault(known => known.Name == name),
                Index = new IndexOptions { LogLimit = parsed.GetValue(logLimit) },
            };
            var store = new StoreRun(terminal, global.Format(parsed), NoteInterval);
            var named = parsed.GetRequiredValue(paths).Select(path => GivenPath.Demand(path, "store")).ToArray();
            return RunAsync(named, global.Library(parsed), options, global.Threads(parsed), store, ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string[] paths, string folder, LibraryOptions options, int threads, StoreRun store, CancellationToken ct)
    {
        using var library = Library.Open(folder, options);
        var storeOptions = new StoreOptions { Threads = threads };
        if (!await store.RunAsync(folder, meter => library.StoreAllAsync(paths, storeOptions, meter, ct)))
        {
            return ExitCode.Error;
        }

        var named = paths.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        var isNothingStored = store.Meter.StoredCount + store.Meter.SkippedCount == 0;
        return isNothingStored || store.Meter.Failures.Any(failure => named.Contains(failure.Path))
            ? ExitCode.Error
            : ExitCode.Success;
    }
}
