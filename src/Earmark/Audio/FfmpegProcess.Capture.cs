namespace Earmark.Audio;

/// <content>Recording from devices.</content>
internal sealed partial class FfmpegProcess
{
    // Times count samples, not the clock of the device, whose steps FFmpeg would complain about one by one. Each packet
    // is written at once: somebody waits for it.
    private static readonly string[] Captured =
        ["-map", "0:a:0", "-af", "asetpts=N/SR/TB", "-c:a", "pcm_f32le", "-flush_packets", "1", "-f", "wav"];

    private static readonly TimeSpan CaptureStall = TimeSpan.FromSeconds(10);

    /// <summary>What to say where no sample comes in time; null for what is said of files.</summary>
    public string? StallSentence { get; set; }

    /// <summary>Begins to record from a device, for as long as it is there: processor time is not limited.</summary>
    /// <inheritdoc cref="Start(string, string, AudioOptions, CancellationToken)"/>
    public static FfmpegProcess StartCapture(
        CaptureDevice device, string name, AudioOptions options, CancellationToken cancellation)
    {
        options = options with
        {
            CpuLimit = AudioOptions.Endless,
            StallLimit = options.StallLimit < CaptureStall ? options.StallLimit : CaptureStall,
        };
        string[] arguments = [.. device.System.InputArguments(device.Name), .. Captured];
        return Start(arguments, name, options, cancellation);
    }
}
