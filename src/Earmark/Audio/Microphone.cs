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
        var source = AudioSource.OpenDevice(ref device, options, cancellation);
        return new Microphone(device!, source);
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
