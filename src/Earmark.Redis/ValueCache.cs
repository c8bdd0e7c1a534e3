using System.Collections.Concurrent;
using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>Values of segments that were read, as many as fit; those asked for again stay longest.</summary>
/// <remarks>
/// They never change, so a value that is here is right. First in, first out, but what was used since it was looked at
/// last goes to the back of the queue: the clock of F. J. Corbató, "A paging experiment with the Multics system"
/// (1968). For any number of threads.
/// </remarks>
/// <param name="limit">Bytes that they may take together, about.</param>
internal sealed class ValueCache(ClusterConnection connection, long limit)
{
    /// <summary>What an entry takes besides its bytes.</summary>
    private const int Overhead = 200;

    private readonly ConcurrentDictionary<CacheKey, CachedValue> _values = [];
    private readonly ConcurrentQueue<CacheKey> _queue = [];
    private long _size;

    /// <summary>Begins to read a value that is not here; waits for nothing.</summary>
    public void Fetch(CacheKey key)
    {
        if (_values.TryGetValue(key, out var known))
        {
            // What is about to be read should still be here then.
            known.IsUsed = true;
        }
        else
        {
            Begin(key);
        }
    }

    /// <summary>A value with slack after it; null where there is none.</summary>
    /// <param name="slack">The same for all values of a kind.</param>
    /// <param name="check">Is given the value and its number when it has come; throws where it is damaged.</param>
    public byte[]? Read(CacheKey key, int slack, Action<byte[], int>? check = null)
    {
        var value = _values.TryGetValue(key, out var known) ? known : Begin(key);
        value.IsUsed = true;
        return value.Bytes ?? Receive(key, value, slack, check);
    }

    private CachedValue Begin(CacheKey key)
    {
        NetworkMeter.Current?.Ask();
        var value = new CachedValue(connection.BeginGet(key.ToRedis()));
        if (!_values.TryAdd(key, value))
        {
            return _values.TryGetValue(key, out var other) ? other : value;
        }

        _queue.Enqueue(key);
        return value;
    }

    private byte[]? Receive(CacheKey key, CachedValue value, int slack, Action<byte[], int>? check)
    {
        try
        {
            var bytes = value.Receive(connection, key, slack, check, out var isNew);
            if (bytes is null)
            {
                _values.TryRemove(new(key, value));
            }
            else if (isNew)
            {
                Add(bytes.Length + Overhead);
            }

            return bytes;
        }
        catch
        {
            _values.TryRemove(new(key, value));
            throw;
        }
    }

    private void Add(int size)
    {
        if (Interlocked.Add(ref _size, size) <= limit)
        {
            return;
        }

        // Each is passed over once at most, so that this ends.
        for (var left = _queue.Count; left > 0 && Interlocked.Read(ref _size) > limit; left--)
        {
            if (!_queue.TryDequeue(out var key) || !_values.TryGetValue(key, out var value))
            {
                continue;
            }

            if (value.IsUsed || value.Size == 0)
            {
                value.IsUsed = false;
                _queue.Enqueue(key);
            }
            else if (_values.TryRemove(new(key, value)))
            {
                Interlocked.Add(ref _size, -(value.Size + Overhead));
            }
        }
    }
}
