using System.CommandLine;
using System.Globalization;
using Earmark.Cli.Output;
using Earmark.Comparing;

namespace Earmark.Bench;

/// <summary>`shared`: what tracks of a library share, however little; says where `dedup` must begin.</summary>
internal static class SharedCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("LIBRARY") { Description = "Folder of the library" };
        var least = new Option<double>("--least") { Description = "Least score of a pair, in nats", HelpName = "NATS" };
        var threads = new Option<int>("--threads")
        {
            Description = "Tracks at a time", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var command = new Command("shared", "List pairs of tracks by what they share, however little")
        {
            folder, least, threads,
        };
        command.SetAction((parsed, ct) =>
        {
            using var library = Library.Open(
                parsed.GetRequiredValue(folder), new LibraryOptions { ReadOnly = true });
            List<SharedPair> pairs = [];
            var cost = Cost.Of(() =>
                pairs = library.FindDuplicates(parsed.GetValue(threads), parsed.GetValue(least), null, ct));
            terminal.Tell(string.Create(
                CultureInfo.InvariantCulture,
                $"{library.Statistics().TrackCount} tracks, {pairs.Count} pairs, " +
                $"{cost.Wall.TotalSeconds:0} s, {cost.Cpu.TotalSeconds:0} s of processor time"));
            foreach (var pair in pairs.OrderByDescending(pair => pair.Score))
            {
                terminal.Tell(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{pair.Score,9:0.0} {pair.Similarity:0.00} {pair.Overlap,6:0} s {pair.Speed:0.000} " +
                    $"{pair.A.RefId} / {pair.B.RefId}"));
            }

            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }
}
