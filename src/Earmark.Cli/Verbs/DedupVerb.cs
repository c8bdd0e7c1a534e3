using System.CommandLine;
using System.Globalization;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;
using Earmark.Comparing;
using Earmark.Indexing;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark dedup`: which tracks of the library are copies, excerpts or parts of others.</summary>
/// <remarks>It reports, and deletes nothing. Exit code 0 if any are found, 1 if none.</remarks>
internal static class DedupVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        const string Description =
            "Find copies, excerpts and shared parts among the library's tracks; exit code 1 if there are none";
        var command = new Command("dedup", Description);
        command.SetAction((parsed, ct) => Task.Run(
            () => Run(global.Library(parsed), global.Threads(parsed), global.Format(parsed), terminal, ct), ct));
        return command;
    }

    private static int Run(string folder, int threads, OutputFormat format, Terminal terminal, CancellationToken ct)
    {
        using var library = Library.Open(folder, new LibraryOptions { ReadOnly = true });
        var watch = new UpkeepWatch(terminal);
        var pairs = watch.Run(() =>
            library.FindDuplicatesAsync(threads, new Progress(watch), ct).GetAwaiter().GetResult());
        var groups = DuplicateGroups.Of(pairs);
        if (format == OutputFormat.Human)
        {
            Describe(pairs, groups, library.Statistics().TrackCount, watch.Elapsed, terminal);
        }
        else
        {
            Write(pairs, groups, format, terminal);
        }

        return pairs.Count > 0 ? ExitCode.Success : ExitCode.NoMatch;
    }

    private static void Write(
        IReadOnlyList<SharedPair> pairs,
        IReadOnlyList<IReadOnlyList<Track>> groups,
        OutputFormat format,
        Terminal terminal)
    {
        if (format == OutputFormat.Csv)
        {
            terminal.Results.WriteLine(CompareCsv.DedupHeader);
        }

        foreach (var pair in pairs)
        {
            var line = CompareMap.ToLine(pair, groups);
            terminal.Results.WriteLine(
                format == OutputFormat.Json ? CliJson.Serialize(line) : Csv.Row(CompareCsv.Fields(line)));
        }
    }

    private static void Describe(
        IReadOnlyList<SharedPair> pairs,
        IReadOnlyList<IReadOnlyList<Track>> groups,
        int trackCount,
        TimeSpan elapsed,
        Terminal terminal)
    {
        foreach (var group in groups)
        {
            terminal.Tell("One recording:");
            foreach (var (i, track) in group.Index())
            {
                terminal.Tell($"  {(i == 0 ? "best " : "     ")}{Quality(track)}  {track.RefId}");
            }
        }

        Describe("One in another:", pairs.Where(pair => pair.Kind == SharedKind.Contained), terminal);
        Describe("Parts in common:", pairs.Where(pair => pair.Kind == SharedKind.Part), terminal);
        var copies = groups.Sum(group => group.Count - 1);
        var others = pairs.Count(pair => pair.Kind != SharedKind.Copy);
        terminal.Tell(
            $"{Text.Count(trackCount, "track")} in {Text.Elapsed(elapsed)}: {copies} to spare in " +
            $"{Text.Count(groups.Count, "group")} of copies, {Text.Count(others, "other pair")} that share a part. " +
            "Nothing was deleted.");
    }

    private static void Describe(string title, IEnumerable<SharedPair> pairs, Terminal terminal)
    {
        foreach (var (i, pair) in pairs.Index())
        {
            if (i == 0)
            {
                terminal.Tell(title);
            }

            terminal.Tell(string.Create(
                CultureInfo.InvariantCulture,
                $"  {Text.Amount(TimeSpan.FromSeconds(pair.Overlap))} of {pair.B.RefId} in {pair.A.RefId}, " +
                $"B begins at {Text.Clock(pair.Offset)} of A{Speed(pair)}, {100 * pair.Similarity:0} % alike"));
        }
    }

    private static string Speed(SharedPair pair) => Math.Abs(pair.Speed - 1) < 0.002
        ? ""
        : string.Create(
            CultureInfo.InvariantCulture,
            $", {100 * Math.Abs(pair.Speed - 1):0.0} % {(pair.Speed > 1 ? "faster" : "slower")}");

    private static string Quality(Track track)
    {
        var rate = DuplicateGroups.BitRate(track) is { } bits
            ? string.Create(CultureInfo.InvariantCulture, $"{bits / 1000,5:0} kbit/s")
            : "    ? kbit/s";
        return $"{Text.Clock(track.Duration),8} {rate}, {Text.Count(DuplicateGroups.TagCount(track), "tag"),-6}";
    }

    private sealed class Progress(UpkeepWatch watch) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) =>
            watch.Report("looking tracks up", value.Done, value.Total);
    }
}
