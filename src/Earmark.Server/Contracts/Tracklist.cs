using System.Globalization;
using Earmark.Monitoring;

namespace Earmark.Server.Contracts;

/// <summary>What was played on one source, in order: as text, as a CUE sheet, as labels.</summary>
internal sealed class Tracklist(string source)
{
    /// <summary>CUE sheets have no more; their frames are 75 to a second.</summary>
    private const int CueTrackMax = 99;
    private const int CueFrames = 75;

    private readonly List<Entry> _entries = [];

    /// <summary>Plays so far.</summary>
    public int PlayCount => _entries.Count(entry => entry.IsPlay);

    /// <summary>Takes in an event; of those that are final what is of plays and of what is unknown.</summary>
    public void Add(MonitorEvent told)
    {
        if (told.Kind is MonitorEventKind.PlayEnded && told.Play is { } play)
        {
            _entries.Add(new Entry(told.Start, told.Stop, Text.Name(play.Track), play));
        }
        else if (told.Kind is MonitorEventKind.Unknown)
        {
            _entries.Add(new Entry(told.Start, told.Stop, "unknown", null));
        }
    }

    /// <summary>The lines of it.</summary>
    public IEnumerable<string> Lines(TracklistKind kind) => kind switch
    {
        TracklistKind.Cue => CueLines(),
        TracklistKind.Labels => Sorted().Select(entry => string.Create(
            CultureInfo.InvariantCulture, $"{entry.Start:0.000}\t{entry.Stop:0.000}\t{Text.OneLine(entry.Name)}")),
        _ => TextLines(),
    };

    private IEnumerable<Entry> Sorted() => _entries.OrderBy(entry => entry.Start).ThenBy(entry => entry.Stop);

    private IEnumerable<string> TextLines()
    {
        var number = 0;
        foreach (var entry in Sorted())
        {
            var count = entry.IsPlay ? (++number).ToString(CultureInfo.InvariantCulture) : "";
            yield return $"{count,3}  {Text.Clock(entry.Start),8} – {Text.Clock(entry.Stop),-8}  {entry.Name}";
        }
    }

    private IEnumerable<string> CueLines()
    {
        yield return "REM COMMENT \"Made by Earmark\"";
        yield return $"FILE {Quoted(Path.GetFileName(source))} {CueType()}";
        var at = -1.0;
        foreach (var (index, entry) in Sorted().Take(CueTrackMax).Index())
        {
            // Indices must rise, by a frame at least.
            at = Math.Max(Math.Max(0, entry.Start), at + (1.0 / CueFrames));
            yield return $"  TRACK {index + 1:00} AUDIO";
            yield return $"    TITLE {Quoted(entry.Play?.Track.Title ?? entry.Play?.Track.RefId ?? "Unknown")}";
            if (entry.Play?.Track.Artist is { Length: > 0 } artist)
            {
                yield return $"    PERFORMER {Quoted(artist)}";
            }

            yield return $"    INDEX 01 {CueTime(at)}";
        }
    }

    private string CueType() => Path.GetExtension(source).ToLowerInvariant() switch
    {
        ".mp3" => "MP3",
        ".aiff" or ".aif" => "AIFF",
        _ => "WAVE",
    };

    private static string CueTime(double seconds)
    {
        var frames = (long)Math.Round(seconds * CueFrames);
        return $"{frames / CueFrames / 60:00}:{frames / CueFrames % 60:00}:{frames % CueFrames:00}";
    }

    /// <summary>A CUE sheet cannot hold a quote.</summary>
    private static string Quoted(string text) =>
        $"\"{Text.OneLine(text).Replace('"', '\'')}\"";

    private sealed record Entry(double Start, double Stop, string Name, Play? Play)
    {
        public bool IsPlay => Play is not null;
    }
}
