using System.CommandLine;
using Earmark.Audio;
using Earmark.Cli.Output;
using Earmark.Matching;
using Earmark.Monitoring;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark monitor`: what is played on streams and in long recordings.</summary>
internal static class MonitorVerb
{
    private const string Microphone = "microphone";

    private const string Description =
        "Tell what is played on streams and in long recordings; exit code 0 if a track was played, 1 if none, " +
        "2 for an error; Ctrl-C ends it in good order";

    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var sources = new Argument<string[]>("SOURCE")
        {
            Description = "Files of any length, addresses of streams (HTTP, Icecast, HLS), microphone, or one that " +
                "listen --devices lists; - reads standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        var arguments = new MonitorArguments();
        var command = new Command("monitor", Description) { sources };
        arguments.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            var given = parsed.GetRequiredValue(sources);
            var wanted = arguments.Read(parsed, given);
            var opened = given.Select(source => Open(source, wanted.Pcm, ct)).ToList();
            using var run = new MonitorRun(global.Library(parsed), opened, wanted, global.Format(parsed), terminal);
            return await run.RunAsync(ct);
        });
        return command;
    }

    private static MonitorSource Open(string source, PcmFormat? pcm, CancellationToken ct)
    {
        if (source == "-")
        {
            return MonitorSource.Stream(new InterruptibleInput(Console.OpenStandardInput(), ct), source, pcm);
        }

        if (Uri.TryCreate(source, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return MonitorSource.Url(url);
        }

        if (source == Microphone && !File.Exists(source))
        {
            return MonitorSource.Device(null) with { MustBegin = true };
        }

        if (CaptureDevice.Parse(source) is { } device && !File.Exists(source))
        {
            return MonitorSource.Device(device) with { MustBegin = true };
        }

        var isOther = source.Contains("://", StringComparison.Ordinal) && !File.Exists(source);
        return !isOther
            ? MonitorSource.File(GivenPath.Demand(source, "monitor"))
            : throw new UsageException(
                $"{source} is no source that can be monitored; expected a file, an address that begins with http:// " +
                "or https://, a microphone that 'earmark listen --devices' lists, or - for standard input.");
    }
}
