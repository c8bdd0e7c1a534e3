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

    /// <summary>The value, with slack after it; null while it is on its way.</summary>
    public byte[]? Bytes => Volatile.Read(ref _bytes);

    /// <summary>Waits for the value; null where there is none.</summary>
    /// <param name="slack">Bytes of any value after it.</param>
    /// <param name="check">Is given the value and its number; throws where it is damaged.</param>
    /// <param name="isNew">Whether nobody has received it before.</param>
    public byte[]? Receive(
        ClusterConnection connection, CacheKey key, int slack, Action<byte[], int>? check, out bool isNew)
    {
        lock (_gate)
        {
            isNew = _begun is not null;
            if (_begun is { } begun)
            {
                if (!begun.IsCompleted)
                {
                    NetworkMeter.Current?.Wait();
                }

                var value = connection.Finish(begun, key.ToRedis());
                if (value is not null)
                {
                    NetworkMeter.Current?.Receive(value.Length);
                    Array.Resize(ref value, value.Length + slack);
                    check?.Invoke(value, key.Number);
                    Size = value.Length;
                    Volatile.Write(ref _bytes, value);
                }

                _begun = null;
            }

            return _bytes;
        }
    }
}
