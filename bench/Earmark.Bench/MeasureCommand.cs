using System.CommandLine;
using Earmark.Bench.Measuring;
using Earmark.Cli.Output;
using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;

namespace Earmark.Bench;

/// <summary>`measure`: how large and how fast a library is, and how well it still names clips.</summary>
internal static class MeasureCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("LIBRARY") { Description = "Folder of the library" };
        var clips = new Option<string?>("--clips")
        {
            Description = "Table of clips, as eval/corpus/make_queries.py writes it", HelpName = "TSV",
        };
        var every = new Option<int>("--every")
        {
            Description = "Ask about every n-th clip of a condition", HelpName = "N", DefaultValueFactory = _ => 1,
        };
        var profiled = new Option<int>("--profiled")
        {
            Description = "Clips whose search is taken apart", HelpName = "N", DefaultValueFactory = _ => 20,
        };
        var cold = new Option<int>("--cold")
        {
            Description = "Clips of each kind that are asked with nothing in memory",
            HelpName = "N",
            DefaultValueFactory = _ => 20,
        };
        var threads = new Option<int>("--threads")
        {
            Description = "Clips that are asked about at once, while none is asked cold; 1 times best",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var minutes = new Option<double>("--minutes")
        {
            Description = "Ask no longer than that, and report on the clips asked until then",
            HelpName = "N",
            DefaultValueFactory = _ => 1e6,
        };
        var noLists = new Option<bool>("--no-lists") { Description = "Do not read all lists to say how long they are" };
        var wide = new Option<bool>("--wide") { Description = "Ask with all warps" };
        var profile = new ProfileOptions();
        var command = new Command("measure", "Measure a library")
        {
            folder, clips, every, profiled, cold, threads, minutes, noLists, wide,
        };
        profile.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            var run = new Measurement(
                parsed.GetRequiredValue(folder),
                profile.Read(parsed),
                new MatchOptions { Wide = parsed.GetValue(wide) },
                new Report(terminal));
            run.MeasureLibrary(withLists: !parsed.GetValue(noLists));
            if (parsed.GetValue(clips) is { } table)
            {
                var chosen = Clip.ReadAll(table)
                    .GroupBy(clip => clip.Condition)
                    .SelectMany(group => group.Where((_, i) => i % Math.Max(1, parsed.GetValue(every)) == 0))
                    .ToArray();

                // Mixed, always alike: those asked until time is up are a fair sample of all.
                new Random(1).Shuffle(chosen);
                await run.MeasureSearchAsync(
                    chosen,
                    parsed.GetValue(profiled),
                    parsed.GetValue(cold),
                    Math.Max(1, parsed.GetValue(threads)),
                    TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                    ct);
            }

            return ExitCode.Success;
        });
        return command;
    }
}
