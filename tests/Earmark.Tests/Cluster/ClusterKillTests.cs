using Earmark.Redis;
using Earmark.Tests.EndToEnd;

namespace Earmark.Tests.Cluster;

/// <summary>Processes that are killed halfway leave nothing behind in the end, and take nothing with them.</summary>
public sealed class ClusterKillTests(ShortTracks tracks) : IClassFixture<ShortTracks>
{
    [ClusterFact]
    public void A_compaction_that_was_killed_again_and_again_comes_to_its_end_and_leaves_nothing()
    {
        using var cluster = new TestCluster();
        var library = cluster.Library("killed");
        Assert.Equal(0, Run("store", library, tracks.Music).Code);
        KillHalfway(cluster, library, "while it writes the log as a segment");
        CompactToTheEnd(cluster, library);

        Assert.Equal(0, Run("delete", library, "piece-0-part-0").Code);
        KillHalfway(cluster, library, "while it writes that segment without the track");
        KillHalfway(cluster, library, "once more");
        CompactToTheEnd(cluster, library);
    }

    private static void CompactToTheEnd(TestCluster cluster, string library)
    {
        var listed = Run("list", library).Output;
        Assert.Equal(0, Run("compact", library).Code);
        Assert.Equal(listed, Run("list", library).Output);
        Assert.Equal(0, Run("verify", library).Code);
        Assert.Contains("\"segments\":1,", Run("stats", library).Output, StringComparison.Ordinal);
        Assert.Equal(Leftover.CountNamed(library), cluster.CountValues());
    }

    private static (int Code, string Output) Run(string verb, string library, params string[] arguments)
    {
        using var process = CliProcess.Start(verb, library, arguments);
        return (process.WaitForEnd(), process.Output);
    }

    /// <summary>
    /// Kills a compaction once all is written and before it counts: a replica that is frozen keeps it waiting. Then
    /// lets the time pass after which it is taken for dead.
    /// </summary>
    private static void KillHalfway(TestCluster cluster, string library, string moment)
    {
        var before = cluster.CountValues();
        var other = cluster.ReplicaOf(
            "abcd".Select(key => cluster.MasterOf($"{key}"))
                .First(master => master != cluster.MasterOf("earmark:{killed}:head")));
        other.Freeze();
        try
        {
            using var compact = CliProcess.Start("compact", library);
            Leftover.WaitForIntent(library);
            Thread.Sleep(500);
            compact.Kill();
            compact.WaitForEnd();
        }
        finally
        {
            other.Thaw();
        }

        cluster.WaitUntilWhole();
        Assert.True(cluster.CountValues() > before, $"Nothing was written when it was to be killed {moment}.");
        Leftover.Age(library);
    }
}
