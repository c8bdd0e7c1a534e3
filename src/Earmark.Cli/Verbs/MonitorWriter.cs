using System.Globalization;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;
using Earmark.Monitoring;

namespace Earmark.Cli.Verbs;

/// <summary>Writes what happens on monitored sources, line by line as it happens.</summary>
/// <param name="namesSources">Whether people are told which source it was on.</param>
internal sealed class MonitorWriter(Terminal terminal, OutputFormat format, bool tellsAll, bool namesSources)
{
    /// <summary>Writes what stands before the first event.</summary>
    public void Begin()
    {
        if (format == OutputFormat.Csv)
        {
            terminal.Results.WriteLine(MonitorCsv.Header);
        }
    }

    /// <summary>Writes one event.</summary>
    /// <param name="logId">Of the log that it is in, and <paramref name="id"/> its number there.</param>
    public void Write(MonitorEvent told, string? logId, long id)
    {
        if (told.Kind is MonitorEventKind.SourceLost or MonitorEventKind.Note)
        {
            var remedy = told.Kind == MonitorEventKind.SourceLost ? " It is tried again until it is heard." : "";
            terminal.Note($"earmark: {told.Message}{remedy}");
        }

        if (told.Kind == MonitorEventKind.Progress)
        {
            return;
        }

        if (format == OutputFormat.Human)
        {
            Tell(told);
        }
        else if (tellsAll || told.Kind == MonitorEventKind.PlayEnded)
        {
            var line = MonitorMap.ToLine(told, logId, id);
            terminal.Results.WriteLine(
                format == OutputFormat.Json ? CliJson.Serialize(line) : Csv.Row(MonitorCsv.Fields(line)));
        }
    }

    /// <summary>Writes the tracklist of a source for people.</summary>
    public void Write(Tracklist tracklist, string source)
    {
        if (format != OutputFormat.Human)
        {
            return;
        }

        terminal.Tell("");
        terminal.Tell($"Tracklist of {source}: {Text.Count(tracklist.PlayCount, "play")}");
        foreach (var line in tracklist.Lines(TracklistKind.Text))
        {
            terminal.Tell(line);
        }
    }

    private void Tell(MonitorEvent told)
    {
        var text = told.Kind switch
        {
            MonitorEventKind.PlayStarted => $"now   {Describe(told.Play!)}",
            MonitorEventKind.PlayRevised => $"no,   {Describe(told.Play!)}",
            MonitorEventKind.PlayWithdrawn => $"no,   not {Text.Name(told.Play!.Track)} after all",
            MonitorEventKind.PlayEnded => $"ended {Text.Name(told.Play!.Track)}, after {Length(told)}",
            MonitorEventKind.Unknown => $"      unknown for {Length(told)}",
            MonitorEventKind.Silence => $"      silence for {Length(told)}",
            MonitorEventKind.SourceBack => $"      back; {Length(told)} were missed",
            _ => null,
        };
        if (text is not null)
        {
            terminal.Tell($"{Time(told)}  {(namesSources ? told.Source + "  " : "")}{text}");
        }
    }

    /// <summary>The time of day on a live source, else the place in the recording.</summary>
    private static string Time(MonitorEvent told)
    {
        var seconds = told.Kind is MonitorEventKind.PlayEnded ? told.Stop : told.Start;
        return told.IsLive
            ? told.Epoch.AddSeconds(seconds).ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)
            : $"{Text.Clock(seconds),8}";
    }

    private static string Describe(Play play)
    {
        var speed = Math.Abs(play.TimeFactor - 1) < 0.005
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $", {100 * Math.Abs(play.TimeFactor - 1):0.#} % {(play.TimeFactor > 1 ? "faster" : "slower")}");
        return $"{Text.Name(play.Track)}, from {Text.Clock(Math.Max(0, play.ReferenceStart))} of "
            + $"{Text.Clock(play.Track.Duration)}, {Text.Confidence(play.Confidence)}{speed}";
    }

    private static string Length(MonitorEvent told) => Text.Elapsed(TimeSpan.FromSeconds(told.Duration));
}
