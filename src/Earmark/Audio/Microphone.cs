using static System.FormattableString;

namespace Earmark.Audio;

/// <summary>A device that is being recorded from: its samples as they come, at its own rate.</summary>
/// <remarks>
/// For fingerprints of hours, <see cref="AudioStream.Open(CaptureDevice, AudioOptions?, CancellationToken)"/> has the
/// same as mono samples. Not thread-safe; cancelling ends a read that waits.
/// </remarks>
public sealed class Microphone : IDisposable
{
    private readonly AudioSource _source;

    private Microphone(CaptureDevice device, AudioSource source)
    {
        (Device, _source) = (device, source);
    }

    /// <summary>What is recorded from.</summary>
    public CaptureDevice Device { get; }

    /// <summary>How its samples lie: 32-bit floating point, at the rate of the device.</summary>
    public PcmFormat Format => _source.Format;

    /// <summary>How much was recorded so far.</summary>
    public TimeSpan Duration => _source.Pcm.Duration;

    /// <summary>Begins to record.</summary>
    /// <param name="device">What to record from; null for the first system's default that can be opened.</param>
    /// <exception cref="AudioException">It cannot be opened, or there is none; says what to do.</exception>
    public static Microphone Open(
        CaptureDevice? device = null, AudioOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new AudioOptions();
        options.Validate();
        if (device is not null)
        {
            return new Microphone(device, AudioSource.OpenDevice(device, options, cancellation));
        }

        var faults = new List<AudioException>();
        foreach (var candidate in CaptureSystem.OfThisMachine.SelectMany(Defaults))
        {
            try
            {
                return new Microphone(candidate, AudioSource.OpenDevice(candidate, options, cancellation));
            }
            catch (AudioException e) when (Ffmpeg.Find() is not null)
            {
                faults.Add(e);
            }
        }

        // Of systems that are tried one after the other, the last is there on every machine: its words count.
        throw faults.Count > 0 ? faults[^1] : new AudioException(
            $"{CaptureSystem.OfThisMachine[0].Title} has no microphone; plug one in, and allow programs to use it in " +
            "the system's settings of privacy.");

        IEnumerable<CaptureDevice> Defaults(CaptureSystem system) => system.Default is { } known
            ? [known]
            : CaptureDevice.List(cancellation).Where(listed => listed.System == system).Take(1);
    }

    /// <summary>Waits for samples, and returns how many frames of them there are: at least one.</summary>
    /// <param name="frames">Shape [frames, channels], full scale ±1; room for one frame at least.</param>
    /// <exception cref="AudioException">The device is gone, or gives nothing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public int Read(Memory<float> frames)
    {
        if (_source.Read(pcm => pcm.ReadChannels(frames.Span)) is > 0 and var count)
        {
            return count;
        }

        _source.Decoder!.Complete();
        throw new AudioException(Invariant(
            $"The microphone {Device} ended after {Duration.TotalSeconds:0.0} s ({_source.Decoder.Log.Cause}); ") +
            "is it still plugged in?");
    }

    /// <summary>Ends the recording.</summary>
    public void Dispose() => _source.Dispose();
}
