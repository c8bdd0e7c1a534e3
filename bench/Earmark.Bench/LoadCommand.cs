using System.CommandLine;
using Earmark.Bench.Serving;
using Earmark.Cli.Output;

namespace Earmark.Bench;

/// <summary>`load`: how many clips a second a server names, and what it does with more than it can.</summary>
internal static class LoadCommand
{
    private const int ClipCount = 100;
    private const int ClientCount = 8;
    private const int HardEvery = 5;
    private const int EnduranceClients = 2;
    private const int EnduranceParts = 20;
    private const int EnduranceSeconds = 2;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("LIBRARY") { Description = "Folder of the library" };
        var from = new Option<string>("--from")
        {
            Description = "Library of its real tracks, whose files clips are cut from",
            HelpName = "REAL",
            Required = true,
        };
        var hard = new Option<string?>("--hard")
        {
            Description = "Table of clips, as eval/corpus/make_queries.py writes it: the hard ones of 10 s are taken",
            HelpName = "TSV",
        };
        var program = new Option<string?>("--program")
        {
            Description = "A native earmark to be measured, as scripts/publish.sh makes it", HelpName = "FILE",
        };
        var seconds = Number("--seconds", "Length of each load", 20);
        var rate = Number("--rate", "Clips a second of the steady load", 30);
        var overload = Number("--overload", "Seconds of twice what it can", 60);
        var endurance = Number(
            "--endurance", "Instead of all that, so many clips of 2 s, over which its memory is watched", 0);
        var command = new Command("load", "Measure a server that is sent clean clips of 10 s as raw samples")
        {
            folder, from, hard, program, seconds, rate, overload, endurance,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var path = parsed.GetRequiredValue(folder);
            List<LoadClip> clean;
            using (var library = Library.Open(parsed.GetRequiredValue(from), new LibraryOptions { ReadOnly = true }))
            {
                clean = LoadClip.CutFrom(library, ClipCount);
            }

            var mixed = parsed.GetValue(hard) is { } table ? LoadClip.HardOf(table, ClipCount / 2) : null;
            using var server = ServerProcess.Start(path, program: parsed.GetValue(program));
            using var generator = new LoadGenerator(server.Url);
            var run = new LoadRun(server, generator, terminal);
            Func<int, LoadClip> cleanOnly = number => clean[number % clean.Count];
            if (parsed.GetValue(endurance) is > 0 and var count)
            {
                var brief = clean.ConvertAll(clip => clip.First(EnduranceSeconds));
                await EndureAsync(run, number => brief[number % brief.Count], count, ct);
            }
            else
            {
                await RunAsync(
                    run,
                    cleanOnly,
                    mixed is null ? null : number => number % HardEvery == 0
                        ? mixed[number / HardEvery % mixed.Count]
                        : cleanOnly(number),
                    TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                    parsed.GetValue(rate),
                    TimeSpan.FromSeconds(parsed.GetValue(overload)),
                    ct);
            }

            return server.HasEnded ? ExitCode.Error : ExitCode.Success;
        });
        return command;
    }

    private static async Task RunAsync(
        LoadRun run,
        Func<int, LoadClip> clean,
        Func<int, LoadClip>? mixed,
        TimeSpan time,
        int rate,
        TimeSpan overload,
        CancellationToken ct)
    {
        await run.TellAsync("warming up", load =>
            load.SendAsFastAsAnsweredAsync(ClientCount, (_, gone) => gone < WarmUp, clean, ct));
        var capacity = await run.TellAsync($"clean, {ClientCount} clients as fast as they are answered", load =>
            load.SendAsFastAsAnsweredAsync(ClientCount, (_, gone) => gone < time, clean, ct));
        await run.TellAsync($"clean, {rate} a second", load => load.SendAtRateAsync(rate, time, clean, ct));
        if (mixed is not null)
        {
            await run.TellAsync($"one in {HardEvery} hard, {ClientCount} clients as fast as they are answered", load =>
                load.SendAsFastAsAnsweredAsync(ClientCount, (_, gone) => gone < time, mixed, ct));
            await run.TellAsync($"one in {HardEvery} hard, {rate} a second", load =>
                load.SendAtRateAsync(rate, time, mixed, ct));
        }

        await run.TellAsync($"clean, twice what it can: {2 * capacity:0} a second", load =>
            load.SendAtRateAsync(2 * capacity, overload, clean, ct));
        await run.TellAsync($"after that, clean, {rate} a second", load => load.SendAtRateAsync(rate, time, clean, ct));
    }

    private static async Task EndureAsync(LoadRun run, Func<int, LoadClip> clean, int count, CancellationToken ct)
    {
        for (var part = 1; part <= EnduranceParts; part++)
        {
            await run.TellAsync($"endurance, part {part} of {EnduranceParts}", load => load.SendAsFastAsAnsweredAsync(
                EnduranceClients, (sent, _) => sent < count / EnduranceParts, clean, ct));
        }
    }

    private static Option<int> Number(string name, string description, int byDefault) => new(name)
    {
        Description = description, HelpName = "N", DefaultValueFactory = _ => byDefault,
    };
}
