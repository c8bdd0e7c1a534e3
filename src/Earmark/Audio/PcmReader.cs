using System.Buffers;

namespace Earmark.Audio;

/// <summary>Reads uncompressed audio as mono samples, in large pieces.</summary>
internal sealed class PcmReader : IDisposable
{
    private const int BufferBytes = 128 * 1024;

    private readonly Stream _source;
    private readonly PcmFormat _format;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private ReadOnlyMemory<byte> _head;
    private long _bytesLeft;
    private int _carried;

    /// <param name="source">Stands at the first frame; stays the caller's.</param>
    /// <param name="byteCount">Where the audio ends; null for the end of <paramref name="source"/>.</param>
    /// <param name="head">What was already read of it.</param>
    public PcmReader(Stream source, PcmFormat format, long? byteCount, ReadOnlyMemory<byte> head = default)
    {
        _head = head;
        _source = source;
        _format = format;
        _bytesLeft = byteCount ?? long.MaxValue;
    }

    /// <summary>Frames read so far.</summary>
    public long FrameCount { get; private set; }

    /// <summary>Samples so far that no decoder should make: see <see cref="MonoMixer.DamageLevel"/>.</summary>
    public long DamagedCount { get; private set; }

    /// <summary>How long the frames read so far last.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)FrameCount / _format.SampleRate);

    /// <summary>Reads at least one sample and returns how many; 0 at the end. A last, incomplete frame is left
    /// out.</summary>
    public int Read(Span<float> mono) => Read(mono, 1, _format);

    /// <summary>Reads at least one frame, channels apart, and returns how many; 0 at the end.</summary>
    /// <param name="frames">Shape [frames, channels]; full scale is 1, and what exceeds it is clamped.</param>
    public int ReadChannels(Span<float> frames) => Read(frames, _format.Channels, _format with { Channels = 1 });

    private int Read(Span<float> samples, int samplesPerFrame, PcmFormat mixed)
    {
        var frameBytes = _format.FrameBytes;
        var wanted = Math.Min(_buffer.Length / frameBytes, samples.Length / samplesPerFrame) * frameBytes;
        wanted = (int)Math.Min(wanted, _carried + _bytesLeft);
        if (wanted < frameBytes)
        {
            return 0;
        }

        var read = Fill(_buffer.AsSpan(_carried..wanted), frameBytes - _carried);
        _bytesLeft -= read;
        var held = _carried + read;
        var frames = held / frameBytes;
        DamagedCount += MonoMixer.Mix(_buffer.AsSpan(0, frames * frameBytes), mixed, samples);
        _carried = held % frameBytes;
        _buffer.AsSpan(frames * frameBytes, _carried).CopyTo(_buffer);
        FrameCount += frames;
        return frames;
    }

    private int Fill(Span<byte> bytes, int atLeast)
    {
        var fromHead = Math.Min(_head.Length, bytes.Length);
        _head.Span[..fromHead].CopyTo(bytes);
        _head = _head[fromHead..];
        return fromHead >= atLeast
            ? fromHead
            : fromHead + _source.ReadAtLeast(bytes[fromHead..], atLeast - fromHead, false);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
