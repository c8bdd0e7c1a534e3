using Earmark.Audio;
using Earmark.Monitoring;

namespace Earmark.Server.Watching;

/// <summary>A source that whoever runs the server wants monitored: `NAME=SOURCE`, or a source alone.</summary>
/// <remarks>
/// No client can name one: a server that opened addresses for its clients would reach into networks that they cannot.
/// </remarks>
internal static class SourceSetting
{
    /// <summary>What can be a source.</summary>
    public const string Expected =
        "an address that begins with http:// or https://, microphone, or one that 'earmark listen --devices' lists";

    private const string Microphone = "microphone";

    /// <summary>The source of a setting; null where it is none.</summary>
    public static MonitorSource? Parse(string setting)
    {
        if (Open(setting) is { } plain)
        {
            return plain;
        }

        var parts = setting.Split('=', 2);
        var name = parts[0].Trim();
        return parts.Length == 2 && name.Length > 0 && !name.Any(char.IsControl) && Open(parts[1].Trim()) is { } named
            ? named with { Name = name }
            : null;
    }

    private static MonitorSource? Open(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? MonitorSource.Url(url)
        : source == Microphone ? MonitorSource.Device(null)
        : CaptureDevice.Parse(source) is { } device ? MonitorSource.Device(device)
        : null;
}
