using Earmark.Indexing;
using StackExchange.Redis;

namespace Earmark.Redis;

/// <summary>A value that was read, or is on its way.</summary>
/// <param name="begun">The read.</param>
internal sealed class CachedValue(Task<RedisValue> begun)
{
    private readonly Lock _gate = new();
    private Task<RedisValue>? _begun = begun;
    private byte[]? _bytes;

    /// <summary>Whether it was asked for since the cache looked last.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Bytes that it takes of the cache; 0 while it is on its way.</summary>
    public int Size { get; private set; }

    /// <summary>The value, with slack after it; null where there is none.</summary>
    /// <param name="slack">Bytes of any value after it.</param>
    /// <param name="received">Is told once how many bytes it takes.</param>
    public byte[]? Read(ClusterConnection connection, RedisKey key, int slack, Action<int> received)
    {
        IsUsed = true;
        if (Volatile.Read(ref _bytes) is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            if (_begun is { } begun)
            {
                if (!begun.IsCompleted)
                {
                    NetworkMeter.Current?.Wait();
                }

                var value = connection.Finish(begun, key);
                _begun = null;
                if (value is not null)
                {
                    NetworkMeter.Current?.Receive(value.Length);
                    Array.Resize(ref value, value.Length + slack);
                    Size = value.Length;
                    Volatile.Write(ref _bytes, value);
                    received(Size);
                }
            }

            return _bytes;
        }
    }
}
