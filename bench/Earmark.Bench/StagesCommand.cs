using System.CommandLine;
using Earmark.Bench.Measuring;
using Earmark.Cli.Output;

namespace Earmark.Bench;

/// <summary>`stages`: what each stage from a file to its fingerprint takes.</summary>
internal static class StagesCommand
{
    private const int ClipSeconds = 10;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Recordings, of any format", Arity = ArgumentArity.OneOrMore,
        };
        var rounds = new Option<int>("--rounds")
        {
            Description = "Times that all is done: of each stage the least counts",
            HelpName = "N",
            DefaultValueFactory = _ => 5,
        };
        var command = new Command("stages", "Measure the stages from a file to its fingerprint") { files, rounds };
        command.SetAction((parsed, ct) =>
        {
            var roundCount = Math.Max(1, parsed.GetValue(rounds));
            var results = parsed.GetRequiredValue(files).Select(file => Measure(file, roundCount, ct)).ToList();
            var seconds = results.Sum(result => result.Seconds);
            var report = new StageReport(terminal);
            report.Say($"{results.Count} files, {seconds:0} s of sound; " +
                $"CPU of one thread, the least of {roundCount} rounds");
            report.Recordings("reading", Stages.Sum(results.Select(result => result.Reading)), seconds);
            report.Recordings("fingerprint to store", Stages.Sum(results.Select(result => result.Storing)), seconds);
            const string ToSearch = "to where the search begins";
            report.Clips(ToSearch, Stages.Sum(results.Select(result => result.Asking)), results.Count, ClipSeconds);
            const string ToPage = "its picture for the page that `serve` shows";
            report.Clips(ToPage, Stages.Sum(results.Select(result => result.Drawing)), results.Count, ClipSeconds);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static (Stages Reading, Stages Storing, Stages Asking, Stages Drawing, double Seconds) Measure(
        string file, int rounds, CancellationToken ct)
    {
        var profile = FingerprintProfile.Full;
        var frontEnd = new FrontEnd(profile);
        var (reading, storing) = (new List<Stages>(), new List<Stages>());
        var (asking, drawing) = (new List<Stages>(), new List<Stages>());
        var seconds = 0.0;

        // One round more, for the compiler.
        for (var round = 0; round <= rounds; round++)
        {
            ct.ThrowIfCancellationRequested();
            var stages = new Stages();
            var samples = frontEnd.Resample(FrontEnd.Read(file, stages, out var rate), rate, stages);
            seconds = (double)samples.Length / profile.SampleRate;
            var clipLength = Math.Min(samples.Length, ClipSeconds * profile.SampleRate);
            var clip = samples.AsSpan((samples.Length - clipLength) / 2, clipLength).ToArray();
            reading.Add(stages);
            storing.Add(frontEnd.Store(samples));
            var (asked, drawn) = frontEnd.Ask(clip);
            asking.Add(asked);
            drawing.Add(drawn);
        }

        return (Least(reading), Least(storing), Least(asking), Least(drawing), seconds);

        static Stages Least(List<Stages> runs) => Stages.Least([.. runs.Skip(1)]);
    }
}
