using System.Diagnostics;
using StackExchange.Redis;

namespace Earmark.Redis;

/// <summary>A connection to the nodes of a cluster, or to one server.</summary>
/// <remarks>
/// Reads are tried again, while nodes are silent or a replica takes a master's place, until
/// <see cref="ClusterAddress.Timeout"/>. For any number of threads, as commands of all go down one connection per node.
/// </remarks>
internal sealed class ClusterConnection : IDisposable
{
    private const CommandFlags FromMaster = CommandFlags.DemandMaster;

    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TopologyInterval = TimeSpan.FromSeconds(1);

    private readonly ConnectionMultiplexer _nodes;
    private readonly IDatabase _database;
    private long _topologyAsked;

    /// <exception cref="LibraryException">No node can be reached, or none lets us in.</exception>
    public ClusterConnection(ClusterAddress address)
    {
        Address = address;
        var settings = new ConfigurationOptions
        {
            Ssl = address.IsSecure,
            ClientName = "earmark",
            TieBreaker = "", // a key of its own, which users need not be granted: it is for servers without a cluster
            AllowAdmin = true, // for INFO, by which `earmark doctor` sees how nodes are; nothing else of it is used
            AbortOnConnectFail = true,
            ConnectRetry = 2,
            ConnectTimeout = (int)Math.Min(3000, address.Timeout.TotalMilliseconds),
            SyncTimeout = (int)Math.Min(CommandTimeout.TotalMilliseconds, address.Timeout.TotalMilliseconds),
            AsyncTimeout = (int)Math.Min(CommandTimeout.TotalMilliseconds, address.Timeout.TotalMilliseconds),
            KeepAlive = 5,
            ConfigCheckSeconds = 5,
            ReconnectRetryPolicy = new LinearRetry(200),
            IncludeDetailInExceptions = false,
        };
        foreach (var node in address.Nodes)
        {
            settings.EndPoints.Add(node);
        }

        ClusterSecrets.AddTo(settings, address);
        try
        {
            _nodes = ConnectionMultiplexer.Connect(settings);
        }
        catch (RedisConnectionException e)
        {
            throw ClusterFault.Explain(e, address);
        }

        _database = _nodes.GetDatabase();
    }

    /// <summary>Where it leads.</summary>
    public ClusterAddress Address { get; }

    /// <summary>Servers that are masters now and can be reached.</summary>
    public IReadOnlyList<IServer> Masters =>
        [.. _nodes.GetServers().Where(server => server.IsConnected && !server.IsReplica)];

    /// <summary>All servers that are known.</summary>
    public IReadOnlyList<IServer> Servers => _nodes.GetServers();

    /// <summary>Begins to read a value; waits for nothing.</summary>
    public Task<RedisValue> BeginGet(RedisKey key) => _database.StringGetAsync(key, FromMaster);

    /// <summary>Reads a value; null where there is none.</summary>
    public byte[]? Get(RedisKey key) => Try(() => Wait(BeginGet(key)));

    /// <summary>Waits for a value that was begun, and asks again where that failed.</summary>
    public byte[]? Finish(Task<RedisValue> begun, RedisKey key)
    {
        try
        {
            return Wait(begun);
        }
        catch (Exception e) when (ClusterFault.MayPass(e))
        {
            return Get(key);
        }
        catch (RedisException e)
        {
            throw ClusterFault.Explain(e, Address);
        }
    }

    /// <summary>Reads many values at once.</summary>
    public byte[]?[] GetMany(IReadOnlyList<RedisKey> keys)
    {
        var begun = new Task<RedisValue>[keys.Count];
        for (var i = 0; i < begun.Length; i++)
        {
            begun[i] = BeginGet(keys[i]);
        }

        var values = new byte[]?[keys.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Finish(begun[i], keys[i]);
        }

        return values;
    }

    /// <summary>Reads a part of a list, both ends included.</summary>
    public byte[][] Range(RedisKey key, long first, long last) => Try(() =>
    {
        var values = _database.ListRange(key, first, last, FromMaster);
        return Array.ConvertAll(values, value => (byte[])value!);
    });

    /// <summary>The node that a key is at, as far as is known.</summary>
    /// <exception cref="RedisException">None can be reached.</exception>
    public IServer NodeOf(RedisKey key) => _nodes.GetServer(key, null, FromMaster);

    /// <summary>
    /// Does writes of one slot together if <paramref name="key"/> still has the value expected; false, doing none,
    /// where it has another.
    /// </summary>
    /// <param name="expected">Null for no value.</param>
    /// <exception cref="RedisException">Whether they were done is not known.</exception>
    public bool CompareAndDo(RedisKey key, byte[]? expected, Action<ITransaction> writes)
    {
        var transaction = _database.CreateTransaction();
        transaction.AddCondition(Condition.StringEqual(key, expected));
        writes(transaction);
        return transaction.Execute(FromMaster);
    }

    /// <summary>Does what a write beside <paramref name="key"/> would be refused for, and writes nothing.</summary>
    public void WriteNothing(RedisKey key) => _database.StringSet(
        key.Append(":none"), RedisValue.EmptyString, expiry: null, When.Exists, FromMaster);

    /// <summary>Removes values, as many as there are.</summary>
    public void Unlink(IEnumerable<RedisKey> keys)
    {
        foreach (var some in keys.Chunk(1000))
        {
            var begun = Array.ConvertAll(some, key => _database.KeyDeleteAsync(key, FromMaster));
            for (var i = 0; i < begun.Length; i++)
            {
                var (task, key) = (begun[i], some[i]);
                Try(() =>
                {
                    var attempt = task.IsFaulted ? _database.KeyDeleteAsync(key, FromMaster) : task;
                    return attempt.GetAwaiter().GetResult();
                });
            }
        }
    }

    /// <summary>Tries until it succeeds or time is up.</summary>
    /// <exception cref="LibraryException">Time is up, or it is no use to try again.</exception>
    public T Try<T>(Func<T> action)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return action();
            }
            catch (Exception e) when (ClusterFault.MayPass(e) && clock.Elapsed < Address.Timeout)
            {
                Pause();
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                throw ClusterFault.Explain(e, Address);
            }
        }
    }

    /// <summary>Waits a little before another try, and asks who is master now.</summary>
    public void Pause()
    {
        Thread.Sleep(RetryInterval);
        var now = Stopwatch.GetTimestamp();
        var asked = Interlocked.Read(ref _topologyAsked);
        if (Stopwatch.GetElapsedTime(asked, now) > TopologyInterval
            && Interlocked.CompareExchange(ref _topologyAsked, now, asked) == asked)
        {
            try
            {
                _nodes.ConfigureAsync().Wait(TopologyInterval);
            }
            catch (Exception e) when (e is AggregateException or RedisException)
            {
                // The next try says what is wrong.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _nodes.Dispose();

    private static byte[]? Wait(Task<RedisValue> task) => task.GetAwaiter().GetResult();
}
