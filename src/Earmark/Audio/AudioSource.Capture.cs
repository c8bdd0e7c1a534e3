namespace Earmark.Audio;

/// <content>Recording from devices.</content>
internal sealed partial class AudioSource
{
    /// <summary>Begins to record.</summary>
    /// <param name="device">Null for the first system's own choice that can be opened: then it is told which.</param>
    public static AudioSource OpenDevice(
        ref CaptureDevice? device, AudioOptions options, CancellationToken cancellation)
    {
        if (device is not null)
        {
            return OpenDevice(device, options, cancellation);
        }

        AudioException? last = null;
        foreach (var candidate in CaptureSystem.OfThisMachine.SelectMany(Defaults))
        {
            try
            {
                var source = OpenDevice(candidate, options, cancellation);
                device = candidate;
                return source;
            }
            catch (AudioException e)
            {
                // Of systems that are tried in turn the last is there on every machine: its words count.
                last = e;
            }
        }

        throw last ?? new AudioException(
            $"{CaptureSystem.OfThisMachine[0].Title} has no microphone; plug one in, and allow programs to use it in " +
            "the system's settings of privacy.");

        IEnumerable<CaptureDevice> Defaults(CaptureSystem system) => system.Default is { } known
            ? [known]
            : CaptureDevice.List(cancellation).Where(listed => listed.System == system).Take(1);
    }

    private static AudioSource OpenDevice(
        CaptureDevice device, AudioOptions options, CancellationToken cancellation)
    {
        var name = Printable($"The microphone {device}");
        var process = FfmpegProcess.StartCapture(device, name, options, cancellation);
        process.StallSentence = $"{name} gives no samples at all: is it plugged in, and does another program use it?";
        return Decode(process, name, log => CaptureFault.Sentence(device, log.Errors));
    }
}
