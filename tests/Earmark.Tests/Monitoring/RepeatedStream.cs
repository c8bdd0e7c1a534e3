namespace Earmark.Tests.Monitoring;

/// <summary>WAV without an end: the same samples again and again; each read waits a little.</summary>
/// <param name="file">A WAV file as <see cref="Earmark.Cli.Degrading.WavWriter"/> makes it.</param>
/// <param name="seconds">How much sound a read gives at most.</param>
internal sealed class RepeatedStream(byte[] file, double seconds) : Stream
{
    private const int HeaderLength = 44;
    private const int BytesPerSecond = 2 * 44_100;

    private readonly byte[] _file = Endless(file);
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        Thread.Sleep(1);
        var at = _position < _file.Length
            ? (int)_position
            : HeaderLength + (int)((_position - HeaderLength) % (_file.Length - HeaderLength));
        var count = Math.Min(Math.Min(buffer.Length, _file.Length - at), (int)(seconds * BytesPerSecond));
        _file.AsSpan(at, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>A size of 0 samples says that they go on to the end.</summary>
    private static byte[] Endless(byte[] file)
    {
        var copy = file.ToArray();
        copy.AsSpan(40, 4).Clear();
        return copy;
    }
}
