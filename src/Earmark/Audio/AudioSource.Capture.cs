namespace Earmark.Audio;

/// <content>Recording from devices.</content>
internal sealed partial class AudioSource
{
    /// <summary>Begins to record.</summary>
    public static AudioSource OpenDevice(
        CaptureDevice device, AudioOptions options, CancellationToken cancellation)
    {
        var name = Printable($"The microphone {device}");
        return Decode(
            FfmpegProcess.StartCapture(device, name, options, cancellation),
            name,
            log => CaptureFault.Sentence(device, log.Errors));
    }
}
