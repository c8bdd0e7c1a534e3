using Earmark.Indexing;
using Earmark.Redis;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Cluster;

/// <summary>What processes leave that die halfway, and the hour in which it is removed.</summary>
internal static class Leftover
{
    /// <summary>Writes a merge whole and never commits it, as one that is killed just before.</summary>
    public static void WriteMerge(string library)
    {
        var store = SharedStores.Rent(ClusterAddress.Parse(library));
        var commits = new ClusterCommits(store);
        using var merge = new ClusterMerge(
            store,
            commits,
            new SegmentWriting(store, commits, TimeProvider.System),
            new Fingerprinter(TestMusic.Profile, TestMusic.LandmarksOf),
            TimeProvider.System,
            store.Refresh(isUrgent: true).Manifest.Segments,
            1);
        merge.Write(null, CancellationToken.None);
        SharedStores.Return(store);
    }

    /// <summary>Cleans up as a process does whose clock is so much later.</summary>
    public static void CleanUp(string library, IndexOptions options, TimeSpan later)
    {
        var store = SharedStores.Rent(ClusterAddress.Parse(library));
        Writer(store, options, new LaterTime(later)).GiveBackSpace(all: false);
        SharedStores.Return(store);
    }

    private static ClusterWriter Writer(ClusterStore store, IndexOptions options, TimeProvider time) =>
        new(store, new Fingerprinter(TestMusic.Profile, TestMusic.LandmarksOf), options, time);

    private sealed class LaterTime(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + later;
    }
}
