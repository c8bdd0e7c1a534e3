namespace Earmark.Audio;

/// <summary>A part of an operating system that records, as FFmpeg knows it.</summary>
/// <param name="Format">What FFmpeg calls it, such as `alsa`.</param>
/// <param name="Title">What people call it.</param>
/// <param name="ListCommand">The command of the system itself that lists its devices.</param>
public sealed record CaptureSystem(string Format, string Title, string ListCommand)
{
    /// <summary>PulseAudio, or PipeWire in its place. It shares microphones, so it is tried first.</summary>
    public static CaptureSystem PulseAudio { get; } = new("pulse", "PulseAudio", "pactl list short sources");

    /// <summary>The sound of the Linux kernel itself.</summary>
    public static CaptureSystem Alsa { get; } = new("alsa", "ALSA", "arecord -L");

    /// <summary>That of macOS.</summary>
    public static CaptureSystem AvFoundation { get; } =
        new("avfoundation", "AVFoundation", "system_profiler SPAudioDataType");

    /// <summary>That of Windows.</summary>
    public static CaptureSystem DirectShow { get; } =
        new("dshow", "DirectShow", "powershell Get-PnpDevice -Class AudioEndpoint");

    /// <summary>Those of the system that this runs on; the one to prefer first.</summary>
    public static IReadOnlyList<CaptureSystem> OfThisMachine { get; } =
        OperatingSystem.IsWindows() ? [DirectShow]
        : OperatingSystem.IsMacOS() ? [AvFoundation]
        : [PulseAudio, Alsa];

    /// <summary>What the system takes where no device is named; null where it has to be asked for one.</summary>
    internal CaptureDevice? Default => this == DirectShow
        ? null
        : new CaptureDevice(this, "default") { IsDefault = true };

    /// <summary>What makes FFmpeg list the devices.</summary>
    internal IReadOnlyList<string> ListArguments =>
        this == AvFoundation ? ["-f", Format, "-list_devices", "true", "-i", ""]
        : this == DirectShow ? ["-f", Format, "-list_devices", "true", "-i", "dummy"]
        : ["-sources", Format];

    /// <summary>What FFmpeg is told to record from.</summary>
    /// <remarks>
    /// One channel where the system mixes for us. DirectShow would else collect half a second before it gives any.
    /// </remarks>
    internal IReadOnlyList<string> InputArguments(string name) =>
        this == AvFoundation ? ["-f", Format, "-i", ":" + name]
        : this == DirectShow ? ["-f", Format, "-audio_buffer_size", "50", "-i", "audio=" + name]
        : ["-f", Format, "-channels", "1", "-sample_rate", "48000", "-i", name];

    /// <summary>Finds the devices in what FFmpeg said when asked to list them.</summary>
    internal IReadOnlyList<CaptureDevice> ReadDevices(IEnumerable<string> lines) =>
        this == AvFoundation ? CaptureListing.ReadAvFoundation(lines)
        : this == DirectShow ? CaptureListing.ReadDirectShow(lines)
        : CaptureListing.ReadSources(this, lines);
}
