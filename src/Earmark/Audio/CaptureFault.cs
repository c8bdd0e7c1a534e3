namespace Earmark.Audio;

/// <summary>Why a device could not be recorded from, in a sentence with its remedy.</summary>
internal static class CaptureFault
{
    private const string Sound = "/dev/snd";
    private const string List = "'earmark listen --devices' lists those there are";

    /// <summary>FFmpeg's words, those of the systems that it passes on, and what they mean to people.</summary>
    private static readonly (string Theirs, string Ours)[] Known =
    [
        ("Unknown input format", "this FFmpeg was built without {0}; install the FFmpeg of your system"),
        ("Device or resource busy", "another program is recording from it; end that program, or name another device"),
        ("already in use", "another program is recording from it; end that program, or name another device"),
        ("Permission denied", "this user may not record; join the group 'audio', and log in again"),
        ("Operation not permitted", "this user may not record; join the group 'audio', and log in again"),
        ("Cannot use ", "this program may not record; allow it in System Settings, Privacy & Security, Microphone"),
        ("cannot set channel count", "it has other channels than one; name it plughw instead of hw"),
        ("cannot set sample rate", "it has other rates than 48 kHz; name it plughw instead of hw"),
        ("is not supported", "it has samples of another kind; name it plughw instead of hw"),
        ("No such device", "it is gone; plug it in again"),
    ];

    /// <summary>The sentence for a device that FFmpeg could not open.</summary>
    /// <param name="errors">What FFmpeg said, first things first.</param>
    public static string Sentence(CaptureDevice device, IReadOnlyList<string> errors)
    {
        var known = Known.FirstOrDefault(cause => errors.Any(
            error => error.Contains(cause.Theirs, StringComparison.Ordinal)));
        var cause = known.Ours is { } ours ? string.Format(null, ours, device.System.Title) : Guess(device, errors);
        return $"The microphone {device} cannot be opened: {cause}.";
    }

    private static string Guess(CaptureDevice device, IReadOnlyList<string> errors)
    {
        if (device.System == CaptureSystem.PulseAudio)
        {
            // FFmpeg prints PulseAudio's numbers as if they were the kernel's: 5, no such entity, as a fault of input.
            return errors.Any(error => error.Contains("Input/output error", StringComparison.Ordinal))
                ? $"PulseAudio has no source of that name; {List}"
                : "no PulseAudio or PipeWire runs for this user; start it, or name a device of ALSA";
        }

        return device.System == CaptureSystem.Alsa && WhyAlsaHasNone() is { } why ? why
            : errors.Any(error => error.Contains("No such file or directory", StringComparison.Ordinal)
                || error.Contains("ould not find audio", StringComparison.Ordinal)
                || error.Contains("not found", StringComparison.Ordinal))
                ? $"there is no such device; {List}"
            : $"{(errors.Count > 0 ? errors[0] : "FFmpeg does not say why")}; {List}";
    }

    /// <summary>ALSA calls cards that do not exist, and those it may not see, by the same words.</summary>
    private static string? WhyAlsaHasNone()
    {
        try
        {
            var cards = Directory.Exists(Sound) ? Directory.GetFiles(Sound, "controlC*") : [];
            if (cards.Length == 0)
            {
                return $"this machine has no sound card, or a container hides it ({Sound} has none); plug in a " +
                    $"microphone; {List}";
            }

            File.OpenHandle(cards[0]).Dispose();
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return "this user may not record; join the group 'audio', and log in again";
        }
        catch (IOException)
        {
            return null;
        }
    }
}
