using System.Text.RegularExpressions;

namespace Earmark.Audio;

/// <summary>Reads FFmpeg's lists of devices, which are made for people and differ by system.</summary>
internal static partial class CaptureListing
{
    /// <summary>Parts of ALSA's configuration that no microphone is behind, or one that is listed otherwise.</summary>
    private static readonly HashSet<string> NotOfUse = new(StringComparer.Ordinal)
    {
        "null", "lavrate", "samplerate", "speexrate", "speex", "jack", "oss", "upmix", "vdownmix", "usbstream",
        "hw", "front", "dsnoop", "surround21", "surround40", "surround41", "surround50", "surround51", "surround71",
        "iec958", "hdmi",
    };

    /// <summary>The list that `-sources` makes: `* name [description] (kind)`, the default with a star.</summary>
    public static IReadOnlyList<CaptureDevice> ReadSources(CaptureSystem system, IEnumerable<string> lines) =>
    [
        .. lines
            .Select(line => Source().Match(line))
            .Where(match => match.Success && !NotOfUse.Contains(match.Groups["name"].Value.Split(':')[0]))
            .Select(match => new CaptureDevice(system, match.Groups["name"].Value)
            {
                Description = match.Groups["text"].Value,
                IsDefault = match.Groups["star"].Length > 0 || match.Groups["name"].Value == "default",
            }),
    ];

    /// <summary>`[AVFoundation indev @ 0x…] [0] Built-in Microphone`, below the heading of audio devices.</summary>
    public static IReadOnlyList<CaptureDevice> ReadAvFoundation(IEnumerable<string> lines) =>
    [
        .. lines
            .SkipWhile(line => !line.Contains("AVFoundation audio devices", StringComparison.Ordinal))
            .Select(line => Numbered().Match(line))
            .Where(match => match.Success)
            .Select(match => new CaptureDevice(CaptureSystem.AvFoundation, match.Groups["number"].Value)
            {
                Description = match.Groups["text"].Value.Trim(),
            }),
    ];

    /// <summary>
    /// `[dshow @ …] "Microphone (USB)" (audio)`; before FFmpeg 5 without the kind, below a heading of its own.
    /// </summary>
    public static IReadOnlyList<CaptureDevice> ReadDirectShow(IEnumerable<string> lines)
    {
        var devices = new List<CaptureDevice>();
        var isAudioPart = false;
        foreach (var line in lines)
        {
            if (line.Contains("DirectShow ", StringComparison.Ordinal))
            {
                isAudioPart = line.Contains("DirectShow audio devices", StringComparison.Ordinal);
            }

            var match = Quoted().Match(line);
            if (match.Success && !line.Contains("Alternative name", StringComparison.Ordinal)
                && (match.Groups["kind"].Value == "audio" || (isAudioPart && match.Groups["kind"].Length == 0)))
            {
                devices.Add(new CaptureDevice(CaptureSystem.DirectShow, match.Groups["name"].Value)
                {
                    IsDefault = devices.Count == 0,
                });
            }
        }

        return devices;
    }

    [GeneratedRegex(@"^(?<star>\*)? +(?<name>\S+) \[(?<text>.*)\]( \([^)]*\))?$")]
    private static partial Regex Source();

    [GeneratedRegex(@"\] \[(?<number>\d+)\] (?<text>.+)$")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"""(?<name>[^""]+)""( \((?<kind>\w+)\))?")]
    private static partial Regex Quoted();
}
