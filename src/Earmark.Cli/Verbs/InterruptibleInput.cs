using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>Input whose reads end when the work is interrupted; a terminal's or a pipe's wait for data alone.</summary>
/// <param name="inner">Left open: the read that was left behind still waits in it, until the process ends.</param>
internal sealed class InterruptibleInput(Stream inner, CancellationToken interruption) : SequentialStream
{
    // Not the caller's buffer: a read that was left behind may fill it long after the caller has gone.
    private byte[] _buffer = [];

    public override bool CanRead => true;

    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public override int Read(Span<byte> buffer)
    {
        interruption.ThrowIfCancellationRequested();
        if (_buffer.Length < buffer.Length)
        {
            _buffer = new byte[buffer.Length];
        }

        var length = buffer.Length;
        var read = Task.Run(() => inner.Read(_buffer, 0, length), CancellationToken.None);
        var count = read.WaitAsync(interruption).GetAwaiter().GetResult();
        _buffer.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
}
