using System.CommandLine;
using System.Globalization;
using Earmark.Cli.Output;
using Earmark.Lab;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark lab`: a signals-and-systems lab, step by step, with the engine beside it.</summary>
internal static class LabVerb
{
    // More than one in ten seconds, and fewer than cells.
    private const double RateMin = 0.1;
    private const double RateMax = 1000;

    private static readonly string[] Rules =
        [.. Enum.GetNames<PeakRule>().Select(name => name.ToLowerInvariant())];

    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Songs; those in folders of it count as well" };
        var clip = new Option<string>("--clip")
        {
            Description = "The recording to name, any format FFmpeg reads",
            HelpName = "CLIP",
            Required = true,
        };
        var peaks = new Option<string>("--peaks")
        {
            Description = "Which cells are peaks: by the notebook's rule, or the largest around as its text asks",
            HelpName = string.Join('|', Rules),
            DefaultValueFactory = _ => Rules[0],
        };
        peaks.AcceptOnlyFromAmong(Rules);
        var rate = RateOption();
        var report = new Option<string?>("--report")
        {
            Description = "Write a page that shows every step, for print and for browsers",
            HelpName = "FILE",
        };
        var command = new Command("lab", "Run the lab that Earmark grew out of, step by step, and see how far it goes")
        {
            folder, clip, peaks, rate, report,
        };
        var part = new PartArguments();
        part.AddTo(command);
        command.SetAction((parsed, ct) =>
        {
            var rule = Enum.Parse<PeakRule>(parsed.GetRequiredValue(peaks), ignoreCase: true);
            if (rule == PeakRule.Notebook && parsed.GetResult(rate) is { Implicit: false })
            {
                throw new UsageException("--rate is for --peaks shifts; the notebook's rule keeps what it finds.");
            }

            var options = new LabOptions
            {
                Folder = GivenPath.Demand(parsed.GetRequiredValue(folder), "lab"),
                Clip = GivenPath.Demand(parsed.GetRequiredValue(clip), clip.Name),
                Start = part.Start(parsed),
                Duration = part.Duration(parsed),
                Settings = new LabSettings(rule, parsed.GetValue(rate)),
                Threads = global.Threads(parsed),
            };
            var writer = new LabWriter(terminal, global.Format(parsed), ResultFile.Of(parsed, report));
            return RunAsync(options, writer, terminal, ct);
        });
        return command;
    }

    private static Option<double> RateOption() => new("--rate")
    {
        Description = "Peaks a second that --peaks shifts keeps, the largest",
        HelpName = "N",
        DefaultValueFactory = _ => LabSettings.DefaultRate,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate)
                && rate is >= RateMin and <= RateMax)
            {
                return rate;
            }

            result.AddError(string.Create(
                CultureInfo.InvariantCulture,
                $"--rate {text} cannot be; expected a number of peaks a second, from {RateMin} to {RateMax}."));
            return LabSettings.DefaultRate;
        },
    };

    private static async Task<int> RunAsync(
        LabOptions options, LabWriter writer, Terminal terminal, CancellationToken ct)
    {
        writer.Prepare();
        var scratch = Directory.CreateTempSubdirectory("earmark-lab-");
        try
        {
            var watch = new LabWatch(terminal);
            var result = await watch.RunAsync(() => LabRun.Run(options, watch, ct));
            foreach (var warning in result.Warnings)
            {
                terminal.Note($"earmark: {warning}");
            }

            writer.Write(result, await EngineRun.RunAsync(options, scratch.FullName, ct));
            return ExitCode.Success;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }
}
