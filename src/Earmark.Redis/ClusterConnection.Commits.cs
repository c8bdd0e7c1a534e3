using System.Diagnostics;
using StackExchange.Redis;

namespace Earmark.Redis;

/// <content>Writes that depend on what is there, and what replicas have of them.</content>
internal sealed partial class ClusterConnection
{
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

    /// <summary>
    /// Waits until so many replicas of a key's master as the address asks for have all that this connection wrote
    /// there, and returns the key's value then; null where they do not in time, or where it is not sure any more that
    /// the node which was asked is the one that was written to.
    /// </summary>
    /// <param name="epoch">The <see cref="Epoch"/> before what is to be confirmed was written.</param>
    public byte[]? TryConfirm(RedisKey key, int epoch, TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        do
        {
            if (Epoch != epoch || OwnerOf(key) is not { } owner)
            {
                return null;
            }

            if (Address.Wait == 0 || IsConfirmed(owner))
            {
                var value = ReadAt(owner, key);
                return Epoch == epoch ? value : null;
            }
        }
        while (clock.Elapsed < patience);
        return null;
    }

    /// <summary>Whether so many replicas of all masters have all that this connection wrote there.</summary>
    public bool TryConfirmAll(int epoch, TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        foreach (var master in Address.Wait == 0 ? [] : Masters)
        {
            while (!IsConfirmed(master))
            {
                if (Epoch != epoch || clock.Elapsed >= patience)
                {
                    return false;
                }
            }
        }

        return Epoch == epoch;
    }

    /// <summary>The node that a key is at; null where that is not clear now.</summary>
    private IServer? OwnerOf(RedisKey key)
    {
        var slot = _nodes.GetHashSlot(key);
        var masters = Masters;
        if (masters.Count == 0 || masters[0].ClusterConfiguration is not { } configuration)
        {
            return masters.Count == 1 ? masters[0] : null;
        }

        var owner = configuration.GetBySlot(slot)?.EndPoint;
        return masters.FirstOrDefault(master => Equals(master.EndPoint, owner));
    }

    /// <summary>A value at a node; null where that node does not answer for it.</summary>
    private static byte[]? ReadAt(IServer server, RedisKey key)
    {
        try
        {
            return (byte[]?)server.Execute("GET", [key], CommandFlags.NoRedirect);
        }
        catch (Exception e) when (ClusterFault.MayPass(e))
        {
            return null;
        }
    }

    private bool IsConfirmed(IServer server)
    {
        try
        {
            const int Milliseconds = 250;
            return (int)server.Execute("WAIT", Address.Wait, Milliseconds) >= Address.Wait;
        }
        catch (RedisServerException e) when (e.Message.Contains("unknown command", StringComparison.OrdinalIgnoreCase))
        {
            throw new LibraryException(
                $"The server {server.EndPoint} has no WAIT, so nobody can say when a track is in a replica too: " +
                "add ?wait=0 to the address to store without.",
                e);
        }
        catch (RedisServerException e) when (e.Message.Contains("WAIT", StringComparison.Ordinal))
        {
            // It has become a replica: what was written to it as a master may be nowhere now.
            Interlocked.Increment(ref _epoch);
            return false;
        }
        catch (Exception e) when (ClusterFault.MayPass(e))
        {
            return false;
        }
    }
}
