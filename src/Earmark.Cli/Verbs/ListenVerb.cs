using System.CommandLine;
using System.Globalization;
using Earmark.Audio;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;
using Earmark.Matching;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark listen`: names what a microphone hears.</summary>
internal static class ListenVerb
{
    private const int SecondsMin = 2;
    private const int SecondsMax = 120;

    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var device = new Option<string?>("--device")
        {
            Description = "The microphone, by the number or name that --devices lists; the system's own choice if none",
            HelpName = "DEVICE",
        };
        var devices = new Option<bool>("--devices") { Description = "List the microphones there are, and end" };
        var seconds = Seconds();
        var verbose = new Option<bool>("--verbose", "-v")
        {
            Description = "Show the evidence, and the best guess where there is no match",
        };
        const string Description =
            "Name what the microphone hears; exit code 0 if it is found, 1 if not, 2 if nothing can be heard";
        var match = new MatchArguments();
        var command = new Command("listen", Description) { device, devices, seconds, verbose };
        match.AddTo(command);
        command.SetAction((parsed, ct) =>
        {
            var format = global.Format(parsed);
            if (parsed.GetValue(devices))
            {
                return Task.Run(() => ListDevices(format, terminal, ct), ct);
            }

            var options = new ListenOptions
            {
                Match = match.Read(parsed),
                Limit = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
            };
            var writer = new AnswerWriter(terminal, format, parsed.GetValue(verbose));
            return RunAsync(global.Library(parsed), parsed.GetValue(device), options, writer, terminal, ct);
        });
        return command;
    }

    private static Option<int> Seconds() => new("--seconds")
    {
        Description = "How long to listen at most",
        HelpName = "N",
        DefaultValueFactory = _ => (int)new ListenOptions().Limit.TotalSeconds,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is >= SecondsMin and <= SecondsMax)
            {
                return number;
            }

            result.AddError($"--seconds {text} cannot be; expected a whole number from {SecondsMin} to {SecondsMax}.");
            return SecondsMax;
        },
    };

    private static async Task<int> RunAsync(
        string folder,
        string? device,
        ListenOptions options,
        AnswerWriter writer,
        Terminal terminal,
        CancellationToken ct)
    {
        using var library = Library.Open(folder, new LibraryOptions { ReadOnly = true });
        writer.Begin(1);
        writer.Write(await new ListenRun(library, options, terminal).RunAsync(device, ct));
        return writer.ExitCode;
    }

    private static int ListDevices(OutputFormat format, Terminal terminal, CancellationToken ct)
    {
        var devices = CaptureDevice.List(ct);
        if (format == OutputFormat.Csv)
        {
            terminal.Results.WriteLine(Csv.DeviceHeader);
        }

        foreach (var (i, device) in devices.Index())
        {
            var line = new DeviceLine($"{device}", device.System.Title, device.Description, device.IsDefault);
            switch (format)
            {
                case OutputFormat.Json:
                    terminal.Results.WriteLine(CliJson.Serialize(line));
                    break;
                case OutputFormat.Csv:
                    terminal.Results.WriteLine(Csv.Row(line));
                    break;
                default:
                    var star = device.IsDefault ? " (default)" : "";
                    terminal.Tell($"{i + 1,3}  {device}{star}  {device.Description}");
                    break;
            }
        }

        if (devices.Count > 0)
        {
            return ExitCode.Success;
        }

        var ways = string.Join(", ", CaptureSystem.OfThisMachine.Select(s => $"{s.Title} by `{s.ListCommand}`"));
        terminal.Note(
            $"earmark: FFmpeg lists no microphone; if the system itself knows of one ({ways}), name it as " +
            $"--device {CaptureSystem.OfThisMachine[^1].Format}:NAME.");
        return ExitCode.NoMatch;
    }
}
