namespace Earmark.Audio;

/// <summary>A microphone, a line input, or what a loudspeaker plays: anything that FFmpeg can record.</summary>
/// <param name="System">By which part of the operating system it is reached.</param>
/// <param name="Name">What that part calls it.</param>
public sealed record CaptureDevice(CaptureSystem System, string Name)
{
    /// <summary>What people call it; null where the system does not say.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the system takes it where none is named.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Its full name, such as `alsa:default`: what <see cref="Find"/> takes.</summary>
    public override string ToString() => $"{System.Format}:{Name}";

    /// <summary>All devices that this machine says it has, those of the first system first.</summary>
    /// <remarks>Asks FFmpeg once for each system, which takes some 50 ms.</remarks>
    /// <exception cref="AudioException">There is no FFmpeg.</exception>
    public static IReadOnlyList<CaptureDevice> List(CancellationToken cancellation = default)
    {
        var ffmpeg = Ffmpeg.Find() ?? throw new AudioException(
            "Recording needs FFmpeg, which was not found; run 'earmark doctor' to see how to install it.");
        return
        [
            .. CaptureSystem.OfThisMachine.SelectMany(system =>
                system.ReadDevices(ffmpeg.ReadLines(system.ListArguments, cancellation))),
        ];
    }

    /// <summary>The device that somebody means: by its full name, its place in the list, or its own name.</summary>
    /// <remarks>Places count from 1. A full name need not be in the list: many that work are in none.</remarks>
    /// <exception cref="AudioException">There is none of that name.</exception>
    public static CaptureDevice Find(string name, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Parse(name) is { } named)
        {
            return named;
        }

        var devices = List(cancellation);
        return int.TryParse(name, out var place) && place >= 1 && place <= devices.Count
            ? devices[place - 1]
            : devices.FirstOrDefault(device => device.Name == name || device.Description == name)
                ?? throw new AudioException(
                    $"There is no microphone called {name}; expected one that 'earmark listen --devices' lists, by " +
                    "its number or name.");
    }

    /// <summary>The device of a full name, whether there is one or not; null for any other name.</summary>
    public static CaptureDevice? Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var parts = name.Split(':', 2);
        return parts.Length == 2 && parts[1].Length > 0
            && CaptureSystem.OfThisMachine.FirstOrDefault(known => known.Format == parts[0]) is { } system
                ? new CaptureDevice(system, parts[1])
                : null;
    }
}
