using System.Globalization;
using Earmark.Monitoring;

namespace Earmark.Server.Contracts;

/// <summary>From events of monitored sources to what is printed, posted and served.</summary>
internal static class MonitorMap
{
    /// <summary>An event.</summary>
    /// <param name="logId">Of the log that it is in, and <paramref name="id"/> its number there; null for none.</param>
    public static MonitorLine ToLine(MonitorEvent told, string? logId = null, long id = 0)
    {
        var line = new MonitorLine(
            ToWord(told.Kind),
            logId is null ? null : IdOf(logId, id),
            told.Run.ToString("N", CultureInfo.InvariantCulture),
            told.Source,
            told.IsLive,
            told.Epoch.AddSeconds(told.Start),
            Map.Time(told.Start),
            Map.Time(told.Stop))
        {
            Message = told.Message,
        };
        return told.Play is { } play ? WithPlay(line, play) : line;
    }

    /// <summary>Names an event among all events of all logs.</summary>
    public static string IdOf(string logId, long id) => string.Create(CultureInfo.InvariantCulture, $"{logId}-{id}");

    /// <summary>The word for a kind of event.</summary>
    public static string ToWord(MonitorEventKind kind) => kind switch
    {
        MonitorEventKind.PlayStarted => "play_started",
        MonitorEventKind.PlayRevised => "play_revised",
        MonitorEventKind.PlayWithdrawn => "play_withdrawn",
        MonitorEventKind.PlayEnded => "play",
        MonitorEventKind.Unknown => "unknown",
        MonitorEventKind.Silence => "silence",
        MonitorEventKind.SourceOpened => "source_opened",
        MonitorEventKind.SourceLost => "source_lost",
        MonitorEventKind.SourceBack => "source_back",
        MonitorEventKind.SourceEnded => "source_ended",
        MonitorEventKind.Progress => "progress",
        _ => "note",
    };

    private static MonitorLine WithPlay(MonitorLine line, Play play) => line with
    {
        Play = play.Number,
        Rank = 1,
        RefId = play.Track.RefId,
        Ref = play.Track.Path ?? play.Track.RefId,
        Title = play.Track.Title,
        Artist = play.Track.Artist,
        Album = play.Track.Album,
        RefStartS = Map.Time(play.ReferenceStart),
        RefStopS = Map.Time(play.ReferenceStop),
        OffsetS = Map.Time(play.ReferenceStart - (play.TimeFactor * play.Start)),
        Score = Map.Round(play.Score, 2),
        EValue = Map.Significant(play.EValue),
        Confidence = Map.Round(play.Confidence, 6),
        Coverage = Map.Round(play.Coverage, 4),
        TimeFactor = Map.Round(play.TimeFactor, 5),
        FrequencyFactor = Map.Round(play.FrequencyFactor, 5),
    };
}
