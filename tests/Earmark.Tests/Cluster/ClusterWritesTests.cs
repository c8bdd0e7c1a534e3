using Earmark.Redis;

namespace Earmark.Tests.Cluster;

/// <summary>Writes are confirmed unless a node that has them may have lost them, and only then.</summary>
[Collection(SharedCluster.Name)]
public sealed class ClusterWritesTests(TestCluster cluster)
{
    private static readonly byte[] Key = "e:written"u8.ToArray();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [ClusterFact]
    public void Writes_are_confirmed_whatever_becomes_of_connections_that_they_did_not_go_by()
    {
        var master = cluster.MasterOf("e:written");
        Assert.True(IsConfirmed(() =>
        {
            foreach (var node in cluster.Nodes.Where(node => node != master))
            {
                Break(node, "normal");
            }

            Break(master, "pubsub");
        }));
    }

    [ClusterFact]
    public void Writes_are_not_confirmed_over_another_connection_than_they_went_by() =>
        Assert.False(IsConfirmed(() => Break(cluster.MasterOf("e:written"), "normal")));

    private static void Break(RedisNode node, string kind)
    {
        node.Ask("client", "kill", "type", kind);
        Thread.Sleep(500);
    }

    /// <summary>Whether a write is confirmed after something has happened.</summary>
    private bool IsConfirmed(Action what)
    {
        var store = SharedStores.Rent(ClusterAddress.Parse(cluster.Library("writes")));
        try
        {
            var writes = new ClusterWrites(store.Connection);
            var value = BitConverter.GetBytes(Environment.TickCount64);
            writes.Finish(writes.BeginSet(Key, value), Key, value);
            what();
            var isConfirmed = writes.TryConfirm(Patience);
            Assert.True(isConfirmed is false || writes.TryConfirm(Key, Patience)!.SequenceEqual(value));
            return isConfirmed;
        }
        finally
        {
            store.Connection.Unlink([Key]);
            SharedStores.Return(store);
        }
    }
}
