using System.Collections.Concurrent;

namespace Earmark.Server.Http;

/// <summary>Bytes in memory, in blocks that all uploads share: written once to the end, then read.</summary>
/// <remarks>
/// One array of a clip's length each would be garbage of the kind that is collected last: a server that was sent twice
/// what it could answer held 2 GB of it. And together uploads take no more than there are blocks.
/// </remarks>
internal sealed class BlockStream : Stream
{
    private const int BlockLength = 64 << 10;

    /// <summary>64 MB in all.</summary>
    private const int BlockCountMax = 1024;

    private static readonly ConcurrentBag<byte[]> Spare = [];

    private static int _takenCount;

    private readonly List<byte[]> _blocks = [];
    private long _length;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>Adds bytes at the end; false, and adds none, where there is no room left for them.</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        while ((long)_blocks.Count * BlockLength < _length + bytes.Length)
        {
            if (Interlocked.Increment(ref _takenCount) > BlockCountMax)
            {
                Interlocked.Decrement(ref _takenCount);
                return false;
            }

            _blocks.Add(Spare.TryTake(out var block) ? block : new byte[BlockLength]);
        }

        while (bytes.Length > 0)
        {
            var room = Block(_length);
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            bytes = bytes[count..];
            _length += count;
        }

        return true;
    }

    public override int Read(Span<byte> buffer)
    {
        var total = 0;
        while (buffer.Length > 0 && _position < _length)
        {
            var block = Block(_position);
            var count = (int)Math.Min(Math.Min(block.Length, buffer.Length), _length - _position);
            block[..count].CopyTo(buffer);
            buffer = buffer[count..];
            _position += count;
            total += count;
        }

        return total;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => _length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Gives the blocks back.</summary>
    protected override void Dispose(bool disposing)
    {
        foreach (var block in _blocks)
        {
            Spare.Add(block);
            Interlocked.Decrement(ref _takenCount);
        }

        _blocks.Clear();
        (_length, _position) = (0, 0);
        base.Dispose(disposing);
    }

    /// <summary>What of its block follows a position.</summary>
    private Span<byte> Block(long position) =>
        _blocks[(int)(position / BlockLength)].AsSpan((int)(position % BlockLength));
}
