using System.Globalization;
using Earmark.Indexing;
using Earmark.Tests.Indexing;
using Xunit.Abstractions;

namespace Earmark.Tests.Cluster;

/// <summary>Whatever becomes of a node, what was acknowledged is there, once.</summary>
/// <remarks>A few rounds here; as many as you like by scripts/cluster.sh.</remarks>
public sealed class ClusterFaultTests(ITestOutputHelper output)
{
    /// <summary>The variable that sets how many times something goes wrong.</summary>
    private const string RoundsVariable = "EARMARK_CLUSTER_ROUNDS";

    private const int ShortRounds = 3;

    [ClusterFact]
    public void Nothing_acknowledged_is_lost_or_doubled_when_masters_are_killed()
    {
        var setting = Environment.GetEnvironmentVariable(RoundsVariable);
        var roundCount = setting is null ? ShortRounds : int.Parse(setting, CultureInfo.InvariantCulture);
        using var cluster = new TestCluster();
        var rounds = new ClusterFaultRounds(cluster, "faults", seed: 1);
        for (var round = 0; round < roundCount; round++)
        {
            // By turns the master of the commits, the same with its replica frozen, and one that has only blocks.
            var master = cluster.MasterOf(round % 3 == 2 ? $"{round}" : "earmark:{faults}:head");
            rounds.Run(round % 3 == 1 ? () => KillWithFrozenReplica(cluster, master) : () => Kill(master));
        }

        Tell("masters killed", roundCount, rounds);
    }

    [ClusterFact]
    public void Nothing_acknowledged_is_lost_or_doubled_when_clients_are_cut_off_from_a_master()
    {
        var setting = Environment.GetEnvironmentVariable(RoundsVariable);
        var roundCount = setting is null ? 1 : int.Parse(setting, CultureInfo.InvariantCulture);
        using var cluster = new TestCluster(isBehindProxies: true);
        var rounds = new ClusterFaultRounds(cluster, "cuts", seed: 2);
        for (var round = 0; round < roundCount; round++)
        {
            var master = cluster.MasterOf(round % 2 == 0 ? "earmark:{cuts}:head" : $"{round}");
            var proxy = cluster.Proxies[cluster.Nodes.ToList().IndexOf(master)];
            rounds.Run(() =>
            {
                proxy.Cut();
                Thread.Sleep(2000);
                proxy.Mend();
            });
        }

        Tell("cut off from a master for 2 s", roundCount, rounds);
    }

    [ClusterFact]
    public void A_failover_that_takes_nothing_with_it_is_noticed_by_nobody_who_stores()
    {
        using var cluster = new TestCluster();
        using var index = TestMusic.Open(
            cluster.Library("handover"), IndexAccess.Create, new() { LogLimit = 100, MergeFanOut = 3 });
        for (var round = 0; round < 2; round++)
        {
            // Its replica has all that it has; clients learn of it by being refused, and the old master is one of the
            // masters to them for seconds more.
            var master = cluster.MasterOf(round == 0 ? "earmark:{handover}:head" : "e:other");
            var replica = cluster.ReplicaOf(master);
            Assert.Contains("OK", replica.Ask("cluster", "failover"), StringComparison.Ordinal);
            for (var i = 0; i < 40; i++)
            {
                var number = (100 * round) + i;
                index.AddSegment([TestMusic.Track($"segment {number}", number)]);
                index.Add(TestMusic.Track($"log {number}", 1000 + number));
                Thread.Sleep(20);
            }

            cluster.WaitUntilWhole();
        }

        Assert.Equal(160, index.TrackCount);
        Assert.Empty(TestMusic.Inspect(cluster.Library("handover")).Faults);
    }

    private static void Kill(RedisNode master)
    {
        master.Kill();
        Thread.Sleep(6000);
        master.Restart();
    }

    private static void KillWithFrozenReplica(TestCluster cluster, RedisNode master)
    {
        var replica = cluster.ReplicaOf(master);
        replica.Freeze();
        Thread.Sleep(1000);
        master.Kill();
        replica.Thaw();
        Thread.Sleep(6000);
        master.Restart();
    }

    private void Tell(string what, int roundCount, ClusterFaultRounds rounds) => output.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{roundCount} rounds, {what}: {rounds.AcknowledgedCount} changes acknowledged, 0 lost, 0 doubled; " +
            $"{rounds.FailureCount} failed and were tried again; longest without an answer, by round: " +
            $"{string.Join(" ", rounds.Outages.Select(outage => $"{outage.TotalSeconds:0.0}"))} s"));
}
