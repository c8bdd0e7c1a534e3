using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Earmark.Audio;

/// <summary>What FFmpeg says on standard error, reduced to what a user needs.</summary>
/// <remarks>Lines come as "[mp3 @ 0x55…] [error] Header missing" (loglevel "level+info").</remarks>
/// <param name="parts">Is told of the parts of a playlist.</param>
internal sealed partial class FfmpegLog(HeardParts? parts = null)
{
    private const int LineLengthMax = 1000;
    private const int ErrorsMax = 20;

    /// <summary>FFmpeg's words for what users meet, and ours.</summary>
    private static readonly (string Theirs, string Ours)[] Causes =
    [
        ("moov atom not found", "an MP4 file without its index, as a broken-off download or recording leaves it"),
        ("Failed to read frame size", "no MP3 frames in it"),
        ("matches no streams", "no audio in it"),
        ("Format not on whitelist", "a playlist or another format that is not opened"),
        ("End of file", "no audio in it"),
        ("Cannot allocate memory", "more memory needed than allowed"),
        ("Permission denied", "no permission to read it"),
        ("Error when loading first segment", "a playlist whose segments are not there"),
    ];

    /// <summary>Addresses may hold passwords and keys, which nobody is told.</summary>
    [GeneratedRegex("""https?://[^\s'"]*[^\s'":,;.]""")]
    private static partial Regex Address();

    /// <summary>A part of a playlist, and not another playlist, without what may change each time.</summary>
    [GeneratedRegex("""^Opening '(?<name>[^'?]*)(?<!\.m3u8?)(\?[^']*)?' for reading$""")]
    private static partial Regex Part();

    private readonly List<string> _errors = [];
    private TimeSpan? _duration;
    private bool _hasVideo;
    private bool _isEstimate;
    private bool _isPlaylist;
    private bool _isLost;
    private bool _isRead;
    private string? _lastError;
    private string? _cause;

    /// <summary>How long the file says it is; null where it does not, only guesses, or may mean its pictures.</summary>
    public TimeSpan? StatedDuration => _hasVideo || _isEstimate ? null : _duration;

    /// <summary>The first errors, in FFmpeg's words.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>
    /// Whether there is an end to it, near or far; a live stream has none, but for a playlist that has said that it is
    /// complete: that is known once it has been read.
    /// </summary>
    public bool HasEnd => _duration is not null || (_isPlaylist && _isRead && !_isLost);

    /// <summary>Errors so far.</summary>
    public int ErrorCount { get; private set; }

    /// <summary>Whether the user or the system asked FFmpeg to end.</summary>
    public bool WasInterrupted { get; private set; }

    /// <summary>What is wrong with the file, in a few words.</summary>
    public string Cause => _cause ?? _lastError ?? "nothing that decodes";

    /// <summary>Reads until FFmpeg closes its side. Lines longer than a thousand characters are cut.</summary>
    public async Task DrainAsync(TextReader reader)
    {
        var buffer = new char[4096];
        var line = new StringBuilder();
        int read;
        while ((read = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            foreach (var letter in buffer.AsSpan(0, read))
            {
                if (letter is '\n' or '\r')
                {
                    Take(line.ToString());
                    line.Clear();
                }
                else if (line.Length < LineLengthMax && !char.IsControl(letter))
                {
                    line.Append(letter);
                }
            }
        }

        Take(line.ToString());
    }

    /// <summary>Takes one line. What a tag of the file says is indented, and taken for nothing else.</summary>
    public void Take(string line)
    {
        var (level, text) = Split(line);
        if (level is "error" or "fatal")
        {
            TakeError(text);
        }
        else if (text.StartsWith("Exiting normally, received signal", StringComparison.Ordinal))
        {
            WasInterrupted = true;
        }
        else if (text.StartsWith("  Duration: ", StringComparison.Ordinal))
        {
            TakeDuration(text["  Duration: ".Length..].Split(',')[0]);
        }
        else if (text.StartsWith("  Stream #", StringComparison.Ordinal)
            && text.Contains(": Video: ", StringComparison.Ordinal))
        {
            _hasVideo |= !text.Contains("(attached pic)", StringComparison.Ordinal);
        }
        else
        {
            TakeProgress(text);
        }
    }

    /// <summary>What it says of how it goes on.</summary>
    private void TakeProgress(string text)
    {
        if (text.StartsWith("Estimating duration from bitrate", StringComparison.Ordinal))
        {
            _isEstimate = true;
        }
        else if (Part().Match(text) is { Success: true } part)
        {
            parts?.Note(part.Groups["name"].Value);
        }

        _isPlaylist |= text.StartsWith("Input #0, hls,", StringComparison.Ordinal);
        _isLost |= text.StartsWith("Failed to reload playlist", StringComparison.Ordinal);
        _isRead |= text.StartsWith("video:", StringComparison.Ordinal);
    }

    /// <summary>The level and the text of "[part @ 0x55…] [level] text", the first of which may lack.</summary>
    private static (string Level, string Text) Split(string line)
    {
        const string Between = "] ";
        var part = line.IndexOf(Between, StringComparison.Ordinal);
        if (part > 0 && line[0] == '[' && line[..part].Contains(" @ ", StringComparison.Ordinal))
        {
            line = line[(part + Between.Length)..];
        }

        var level = line.IndexOf(Between, StringComparison.Ordinal);
        return level > 0 && line[0] == '[' ? (line[1..level], line[(level + Between.Length)..]) : ("", line);
    }

    private void TakeDuration(string text)
    {
        // Hours may exceed 23, which TimeSpan.Parse would take for days.
        var parts = text.Split(':');
        if (parts.Length == 3
            && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var hours)
            && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var minutes)
            && double.TryParse(
                parts[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && double.IsFinite(seconds)
            && hours is >= 0 and < 1_000_000)
        {
            _duration = TimeSpan.FromSeconds((((hours * 60.0) + minutes) * 60) + seconds);
        }
    }

    private void TakeError(string text)
    {
        ErrorCount++;
        text = Address().Replace(text, match => Uri.TryCreate(match.Value, UriKind.Absolute, out var url)
            ? AudioStream.NameOf(url)
            : "an address");
        if (_errors.Count < ErrorsMax)
        {
            _errors.Add(text);
        }

        foreach (var (theirs, ours) in Causes)
        {
            if (text.Contains(theirs, StringComparison.Ordinal))
            {
                _cause ??= ours;
            }
        }

        // The path would be said twice.
        var afterPath = text.LastIndexOf(": ", StringComparison.Ordinal);
        var namesPath = afterPath > 0
            && (text.StartsWith("file:", StringComparison.Ordinal)
                || text.StartsWith("http", StringComparison.Ordinal));
        _lastError = namesPath ? text[(afterPath + 2)..] : text;
    }
}
