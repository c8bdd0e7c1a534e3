using System.CommandLine;
using System.Globalization;
using Earmark.Cli.Output;
using Earmark.Matching;
using Earmark.Monitoring;
using Earmark.Server.Webhooks;

namespace Earmark.Cli.Verbs;

/// <summary>The options of `monitor`.</summary>
internal sealed class MonitorArguments
{
    /// <summary>The variable that holds the webhook's secret where no file does.</summary>
    public const string SecretVariable = "EARMARK_WEBHOOK_SECRET";

    private const double LongestGap = 600;

    private readonly MatchArguments _match = new(MatchOptions.Certain);

    private readonly Option<double> _joinGap = new("--join-gap")
    {
        Description = "A track that is not heard for so many seconds and goes on then is one play",
        HelpName = "S",
        DefaultValueFactory = _ => new MonitorOptions().JoinGap.TotalSeconds,
        Validators =
        {
            result =>
            {
                var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "1";
                if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                    || seconds is not (> 0 and <= LongestGap))
                {
                    result.AddError($"--join-gap {text} cannot be; expected seconds, above 0 and up to {LongestGap}.");
                }
            },
        },
    };

    private readonly Option<string?> _pcm = new("--pcm")
    {
        Description = "Standard input is raw samples of this format, such as s16le:44100:2",
        HelpName = "FORMAT",
    };

    private readonly Option<bool> _all = new("--all")
    {
        Description = "JSON and CSV have every event, not only plays: unknown stretches, silence, what was missed",
    };

    private readonly Option<string?> _tracklist = FileOption("--tracklist", "Write a tracklist here at the end");

    private readonly Option<string?> _cue = FileOption("--cue", "Write a CUE sheet of the source here at the end");

    private readonly Option<string?> _labels =
        FileOption("--labels", "Write labels here at the end, as Audacity imports them");

    private readonly Option<string?> _webhook = new("--webhook")
    {
        Description = "Post every event to this address: signed, in order, again until it is taken",
        HelpName = "URL",
    };

    private readonly Option<string?> _secretFile = new("--webhook-secret-file")
    {
        Description = $"File with the secret that webhooks are signed with; without it ${SecretVariable} is",
        HelpName = "FILE",
    };

    private readonly Option<bool> _noLog = new("--no-log")
    {
        Description = "Do not keep the plays in the library's log",
    };

    /// <summary>Offers the options.</summary>
    public void AddTo(Command command)
    {
        _match.AddTo(command);
        foreach (var option in new Option[]
            { _joinGap, _pcm, _all, _tracklist, _cue, _labels, _webhook, _secretFile, _noLog })
        {
            command.Add(option);
        }
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="UsageException">They do not go together, or with the sources.</exception>
    public MonitorSettings Read(ParseResult parsed, IReadOnlyList<string> sources)
    {
        var match = _match.Read(parsed);
        var pcm = parsed.GetValue(_pcm) is { } format ? PcmArgument.Parse(format) : (Audio.PcmFormat?)null;
        var inputs = sources.Count(source => source == "-");
        if (inputs > 1)
        {
            throw new UsageException("Standard input can be read once; it was named as - more than once.");
        }

        if (pcm is not null && inputs == 0)
        {
            throw new UsageException("--pcm says how standard input is laid out; expected - among the sources.");
        }

        var webhook = ReadWebhook(parsed);
        var keepsLog = !parsed.GetValue(_noLog);
        if (webhook is not null && !keepsLog)
        {
            throw new UsageException("--webhook keeps what is to be posted in the log; expected no --no-log.");
        }

        return new MonitorSettings(
            new MonitorOptions
            {
                MaxEValue = match.MaxEValue,
                Wide = match.Wide,
                JoinGap = TimeSpan.FromSeconds(parsed.GetValue(_joinGap)),
            },
            pcm,
            parsed.GetValue(_all),
            keepsLog,
            webhook,
            [.. Files(parsed, sources)]);
    }

    private static Option<string?> FileOption(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE" };

    private IEnumerable<TracklistFile> Files(ParseResult parsed, IReadOnlyList<string> sources)
    {
        (Option<string?> Option, TracklistKind Kind)[] kinds =
            [(_tracklist, TracklistKind.Text), (_cue, TracklistKind.Cue), (_labels, TracklistKind.Labels)];
        foreach (var (option, kind) in kinds)
        {
            if (ResultFile.Of(parsed, option) is { } file)
            {
                if (sources.Count > 1)
                {
                    throw new UsageException(
                        $"{option.Name} is of one source, and {sources.Count} were named; monitor each by itself.");
                }

                file.Prepare();
                yield return new TracklistFile(file, kind);
            }
        }
    }

    private Webhook? ReadWebhook(ParseResult parsed)
    {
        var secretFile = parsed.GetValue(_secretFile);
        if (parsed.GetValue(_webhook) is not { } address)
        {
            return secretFile is null
                ? null
                : throw new UsageException("--webhook-secret-file is of use with --webhook URL alone.");
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new UsageException(
                $"--webhook {address} is no address; expected one that begins with http:// or https://.");
        }

        var secret = secretFile is null ? Environment.GetEnvironmentVariable(SecretVariable) : ReadSecret(secretFile);
        return !string.IsNullOrWhiteSpace(secret)
            ? new Webhook(url, secret.Trim())
            : throw new UsageException(
                $"--webhook needs a secret to sign with; expected it in ${SecretVariable} or --webhook-secret-file.");
    }

    private static string ReadSecret(string path)
    {
        try
        {
            return File.ReadAllText(GivenPath.Demand(path, "--webhook-secret-file"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--webhook-secret-file {path} cannot be read ({e.Message.TrimEnd('.')}).");
        }
    }
}
