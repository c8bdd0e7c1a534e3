namespace Earmark.Audio;

/// <summary>The samples of a microphone so far. One may add while another looks.</summary>
/// <param name="limit">How much of it counts.</param>
internal sealed class HeardSound(PcmFormat format, TimeSpan limit)
{
    private readonly int _bytesMax = checked((int)(limit.TotalSeconds * format.SampleRate) * format.FrameBytes);
    private readonly Lock _gate = new();
    private byte[] _bytes = new byte[4 * format.FrameBytes * format.SampleRate];
    private int _length;

    /// <summary>Whether no more is wanted.</summary>
    public bool IsFull => Volatile.Read(ref _length) >= _bytesMax;

    /// <summary>How much was heard.</summary>
    public double Seconds
    {
        get
        {
            lock (_gate)
            {
                return (double)_length / format.FrameBytes / format.SampleRate;
            }
        }
    }

    /// <summary>Adds samples; what is beyond the limit is left out.</summary>
    public void Add(ReadOnlySpan<byte> samples)
    {
        lock (_gate)
        {
            samples = samples[..Math.Min(samples.Length, _bytesMax - _length)];
            if (_length + samples.Length > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + samples.Length));
            }

            samples.CopyTo(_bytes.AsSpan(_length));
            _length += samples.Length;
        }
    }

    /// <summary>All that was heard so far, to be read; later samples do not show in it.</summary>
    public MemoryStream Open()
    {
        lock (_gate)
        {
            // What is there never changes: a larger array is another one.
            return new MemoryStream(_bytes, 0, _length, writable: false);
        }
    }
}
