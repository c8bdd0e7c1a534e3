using System.Globalization;
using System.Text;
using Earmark.Indexing;

namespace Earmark.Server.Contracts;

/// <summary>Numbers and names as people read them.</summary>
internal static class Text
{
    /// <summary>One line, whatever is in it: breaks and tabs are a space, other control characters a "?".</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            var isBreak = character is >= '\t' and <= '\r' or '\u0085' or '\u2028' or '\u2029';
            if (!isBreak)
            {
                line.Append(char.IsControl(character) ? '?' : character);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>A position: 3:07, or 1:02:03 from an hour on. Cut off, not rounded, as in a player.</summary>
    public static string Clock(TimeSpan time)
    {
        // To the hundredth first: 19.998 s, shown as 20.00 elsewhere, is not 0:19.
        var whole = TimeSpan.FromSeconds(Math.Floor(Math.Round(Math.Max(0, time.TotalSeconds), 2)));
        return whole.TotalHours >= 1
            ? $"{(int)whole.TotalHours}:{whole.Minutes:00}:{whole.Seconds:00}"
            : $"{whole.Minutes}:{whole.Seconds:00}";
    }

    /// <summary>A position given in seconds; before the start it gets a minus.</summary>
    public static string Clock(double seconds) =>
        (seconds <= -1 ? "−" : "") + Clock(TimeSpan.FromSeconds(Math.Abs(seconds)));

    /// <summary>How long something took: 1.4 s, or 3:07 from a minute on.</summary>
    public static string Elapsed(TimeSpan time) => time.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : Clock(time);

    /// <summary>An amount of audio: 45 s, 12.5 min, 19.3 h.</summary>
    public static string Amount(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h"),
    };

    /// <summary>An amount of storage in decimal units.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
    };

    /// <summary>A count with its noun: 1 file, 2 files, 1,204 files.</summary>
    public static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>A probability in words and per cent; what rounds to 100 % is said to be above 99.9.</summary>
    public static string Confidence(double confidence)
    {
        var word = confidence switch
        {
            >= 0.999 => "certain",
            >= 0.98 => "very likely",
            >= 0.9 => "likely",
            _ => "perhaps",
        };
        return confidence > 0.999
            ? $"{word} (> 99.9 %)"
            : string.Create(CultureInfo.InvariantCulture, $"{word} ({100 * confidence:0.#} %)");
    }

    /// <summary>Title and artist, or what the track is called in the library.</summary>
    public static string Name(Track track) => (track.Title, track.Artist) switch
    {
        ({ Length: > 0 } title, { Length: > 0 } artist) => $"{title} — {artist}",
        ({ Length: > 0 } title, _) => title,
        _ => track.RefId,
    };
}
