using System.Diagnostics;
using System.Net;
using StackExchange.Redis;

namespace Earmark.Redis;

/// <summary>Writes that are confirmed together: to which nodes they went, and whether replicas have them.</summary>
/// <remarks>
/// <para>
/// WAIT says what replicas have of what one socket wrote to one node. So a write goes to a node that is known, and to
/// no other, and counts as confirmed only while the socket is the one that it went by. What becomes of other nodes
/// does not matter, nor that a topology is read anew, or that the client library does not know of a failover yet.
/// </para>
/// <para>For one thread.</para>
/// </remarks>
internal sealed class ClusterWrites(ClusterConnection connection)
{
    // Of each node, how many sockets there had been when the first of these writes went to it.
    private readonly Dictionary<EndPoint, (IServer Node, long SocketCount)> _nodes = [];

    /// <summary>Begins to write a value; waits for nothing.</summary>
    public async Task BeginSet(RedisKey key, ReadOnlyMemory<byte> value) =>
        await Note(key).ExecuteAsync("SET", [key, (RedisValue)value], CommandFlags.NoRedirect).ConfigureAwait(false);

    /// <summary>Waits for a value that was begun to be written, and writes again where that failed.</summary>
    public void Finish(Task begun, RedisKey key, ReadOnlyMemory<byte> value)
    {
        try
        {
            begun.GetAwaiter().GetResult();
        }
        catch (Exception e) when (ClusterFault.MayPass(e))
        {
            connection.Try(() =>
            {
                BeginSet(key, value).GetAwaiter().GetResult();
                return true;
            });
        }
        catch (RedisException e)
        {
            throw ClusterFault.Explain(e, connection.Address);
        }
    }

    /// <summary>
    /// Does writes of one slot together if <paramref name="key"/> still has the value expected; false, doing none,
    /// where it has another.
    /// </summary>
    /// <param name="expected">Null for no value.</param>
    /// <exception cref="RedisException">Whether they were done is not known.</exception>
    public bool CompareAndDo(RedisKey key, byte[]? expected, Action<ITransaction> writes)
    {
        Note(key);
        try
        {
            return connection.CompareAndDo(key, expected, writes);
        }
        catch (RedisServerException e) when (ClusterFault.IsAborted(e))
        {
            // The transaction hides why one of its commands was refused; on its own, one may say.
            connection.WriteNothing(key);
            throw;
        }
    }

    /// <summary>
    /// The value of a key that was written, once replicas have it; null where they do not in time, or where its node is
    /// another by now.
    /// </summary>
    public byte[]? TryConfirm(RedisKey key, TimeSpan patience)
    {
        var owner = connection.NodeOf(key);
        return _nodes.ContainsKey(owner.EndPoint!) && TryConfirm(patience) ? ReadAt(owner, key) : null;
    }

    /// <summary>
    /// Waits until so many replicas as the address asks for have all of it; false where they do not in time, or where
    /// part of it may be lost: write it anew.
    /// </summary>
    public bool TryConfirm(TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        foreach (var (node, socketCount) in _nodes.Values)
        {
            bool? isConfirmed;
            do
            {
                isConfirmed = connection.Address.Wait == 0 ? true : IsConfirmed(node);
                if (!node.IsConnected || SocketCount(node) != socketCount)
                {
                    return false;
                }
            }
            while (isConfirmed == false && clock.Elapsed < patience);

            if (isConfirmed != true)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The node that a write to a key goes to now.</summary>
    private IServer Note(RedisKey key)
    {
        var node = connection.NodeOf(key);
        if (!_nodes.ContainsKey(node.EndPoint!))
        {
            _nodes.Add(node.EndPoint!, (node, SocketCount(node)));
        }

        return node;
    }

    private static long SocketCount(IServer node) => node.GetCounters().Interactive.SocketCount;

    /// <summary>A value at a node; null where that node does not answer for it.</summary>
    private static byte[]? ReadAt(IServer node, RedisKey key)
    {
        try
        {
            return (byte[]?)node.Execute("GET", [key], CommandFlags.NoRedirect);
        }
        catch (Exception e) when (ClusterFault.MayPass(e))
        {
            return null;
        }
    }

    /// <summary>Whether replicas have it; null where they never will, as the node is no master any more.</summary>
    private bool? IsConfirmed(IServer node)
    {
        try
        {
            const int Milliseconds = 250;
            return (int)node.Execute("WAIT", connection.Address.Wait, Milliseconds) >= connection.Address.Wait;
        }
        catch (RedisServerException e) when (e.Message.Contains("unknown command", StringComparison.OrdinalIgnoreCase))
        {
            throw new LibraryException(
                $"The server {node.EndPoint} has no WAIT, so nobody can say when a track is in a replica too: " +
                "add ?wait=0 to the address to store without.",
                e);
        }
        catch (RedisServerException e) when (ClusterFault.IsOfReplica(e))
        {
            return null;
        }
        catch (Exception e) when (ClusterFault.MayPass(e))
        {
            return false;
        }
    }
}
