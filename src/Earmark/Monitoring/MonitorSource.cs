using Earmark.Audio;

namespace Earmark.Monitoring;

/// <summary>Something to monitor: what it is called, and how its sound is opened, as often as it breaks off.</summary>
/// <param name="Name">What events call it.</param>
/// <param name="Open">
/// Opens it; throws an <see cref="AudioException"/> where that fails. What the options say of rate and limits holds.
/// </param>
public sealed record MonitorSource(string Name, Func<AudioOptions, CancellationToken, AudioStream> Open)
{
    /// <summary>
    /// Whether it goes on whatever happens: where its sound ends, it is opened again. What says of itself how long it
    /// is, as a file on a web server does, ends there in any case.
    /// </summary>
    public bool IsLive { get; init; }

    /// <summary>
    /// Whether it must be there at the first try, though it is live: then an <see cref="AudioException"/> ends it that
    /// later would only be told. So a device whose name is mistyped is not waited for.
    /// </summary>
    public bool MustBegin { get; init; }

    /// <summary>A file of any length.</summary>
    public static MonitorSource File(string path) =>
        new(path, (options, cancellation) => AudioStream.Open(path, options, cancellation));

    /// <summary>A stream or file of a web server, such as Icecast, HLS or a podcast.</summary>
    /// <param name="url">Of the scheme http or https.</param>
    public static MonitorSource Url(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var (name, parts) = (AudioStream.NameOf(url), new HeardParts());
        return new(name, (options, cancellation) => AudioStream.OpenUrl(url, parts, options, cancellation))
        {
            IsLive = true,
        };
    }

    /// <summary>A microphone, or another device that records.</summary>
    /// <param name="device">Null for the system's own choice.</param>
    public static MonitorSource Device(CaptureDevice? device)
    {
        var name = device?.ToString() ?? "microphone";
        return new(name, (options, cancellation) => AudioStream.Open(device, options, cancellation)) { IsLive = true };
    }

    /// <summary>A stream that somebody else has opened, such as standard input; it can be read once.</summary>
    /// <param name="pcm">Layout of raw samples; null for a format that says itself what it is.</param>
    public static MonitorSource Stream(Stream stream, string name, PcmFormat? pcm = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new(name, (options, cancellation) => pcm is { } format
            ? AudioStream.OpenPcm(stream, format, options)
            : AudioStream.OpenEndless(stream, name, options, cancellation));
    }
}
