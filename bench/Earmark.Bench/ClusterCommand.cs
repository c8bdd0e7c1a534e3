using System.CommandLine;
using Earmark.Bench.Measuring;
using Earmark.Cli.Output;
using Earmark.Indexing;

namespace Earmark.Bench;

/// <summary>`cluster`: what searches take of a library in a cluster: time, processor, network.</summary>
internal static class ClusterCommand
{
    /// <summary>What a library has unless more or less is asked for.</summary>
    private const int CacheMebibytes = 256;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var library = new Argument<string>("LIBRARY") { Description = "Address of the library, or a folder" };
        var clips = new Option<string>("--clips")
        {
            Description = "Table of clips, as eval/corpus/make_queries.py writes it", HelpName = "TSV", Required = true,
        };
        var condition = new Option<string?>("--condition") { Description = "Only clips of that", HelpName = "NAME" };
        var count = new Option<int>("--count")
        {
            Description = "Clips of 10 s", HelpName = "N", DefaultValueFactory = _ => 50,
        };
        var seconds = new Option<int>("--seconds")
        {
            Description = "Ask over and over for so long, and say only how often", HelpName = "N",
        };
        var command = new Command("cluster", "Measure searches of a library in a cluster")
        {
            library, clips, condition, count, seconds,
        };
        command.SetAction(parsed =>
        {
            var profile = FingerprintProfile.Full;
            var kind = parsed.GetValue(condition);
            var chosen = Clip.ReadAll(parsed.GetRequiredValue(clips))
                .Where(clip => clip.Seconds == 10 && (kind is null || clip.Condition == kind))
                .Take(parsed.GetValue(count)).Select(clip => clip.Hear(profile)).ToList();
            var address = parsed.GetRequiredValue(library);
            var openings = 0;
            var run = new ClusterRun(
                () => ProfileOptions.Open(Apart(address, openings++), profile, IndexAccess.Read),
                profile,
                chosen,
                new Report(terminal));
            if (parsed.GetValue(seconds) is > 0 and var limit)
            {
                run.MeasureRate(TimeSpan.FromSeconds(limit));
            }
            else
            {
                run.MeasureSearches();
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>
    /// An address whose connections and cache are shared with no other opening in this process: they are by address,
    /// and the size of the cache is a part of it. Of options that are given twice the last counts.
    /// </summary>
    private static string Apart(string address, int opening) => address.Contains("://", StringComparison.Ordinal)
        ? $"{address}{(address.Contains('?') ? '&' : '?')}cache={CacheMebibytes + opening}"
        : address;
}
