using System.CommandLine;
using Earmark.Bench.Measuring;
using Earmark.Cli.Output;

namespace Earmark.Bench;

/// <summary>`fingerprints`: how many clips are named by their peaks alone, beside how many by their sound.</summary>
internal static class FingerprintsCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("LIBRARY") { Description = "Folder of the library" };
        var clips = new Option<string>("--clips")
        {
            Description = "Table of clips, as eval/corpus/make_queries.py writes it", HelpName = "TSV", Required = true,
        };
        var every = new Option<int>("--every")
        {
            Description = "Ask about every n-th clip of a condition", HelpName = "N", DefaultValueFactory = _ => 1,
        };
        var command = new Command("fingerprints", "Ask about clips by their sound and by their fingerprints")
        {
            folder, clips, every,
        };
        command.SetAction(async (parsed, ct) =>
        {
            using var library = Library.Open(
                parsed.GetRequiredValue(folder), new LibraryOptions { ReadOnly = true });
            var chosen = Clip.ReadAll(parsed.GetRequiredValue(clips))
                .GroupBy(clip => clip.Condition)
                .Select(all => (all.Key, Clips: all.Where((_, i) => i % Math.Max(1, parsed.GetValue(every)) == 0)));
            var all = (Count: 0, Sound: 0, Peaks: 0);
            terminal.Tell("condition    clips  right by sound  right by fingerprint");
            foreach (var (condition, group) in chosen)
            {
                var (count, sound, peaks) = (0, 0, 0);
                foreach (var clip in group)
                {
                    var answer = await library.QueryAsync(clip.Path, cancellation: ct);
                    var other = await library.QueryAsync(
                        new Fingerprint(library.Profile.Id, answer.Heard), clip.Path, cancellation: ct);
                    count++;
                    sound += IsRight(answer, clip) ? 1 : 0;
                    peaks += IsRight(other, clip) ? 1 : 0;
                }

                terminal.Tell($"{condition,-12} {count,5} {sound,15} {peaks,21}");
                all = condition == "unknown" ? all : (all.Count + count, all.Sound + sound, all.Peaks + peaks);
            }

            terminal.Tell($"all known    {all.Count,5} {all.Sound,15} {all.Peaks,21}");
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Whether what was played is named, or nothing where that is not in the library.</summary>
    private static bool IsRight(QueryAnswer answer, Clip clip) => clip.RefId.Length == 0
        ? answer.Matches.Count == 0
        : answer.Matches.Any(match => match.Track.RefId == clip.RefId);
}
