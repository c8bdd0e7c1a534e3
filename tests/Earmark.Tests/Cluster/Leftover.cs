using System.Diagnostics;
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

    /// <summary>Waits until somebody has said that it writes a segment.</summary>
    public static void WaitForIntent(string library)
    {
        var store = SharedStores.Rent(ClusterAddress.Parse(library));
        var clock = Stopwatch.StartNew();
        while (!store.Refresh(isUrgent: true).Manifest.Intents.Any(
            intent => intent.IsAlive(TimeProvider.System.GetUtcNow())))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "Nobody began to write a segment.");
        }

        SharedStores.Return(store);
    }

    /// <summary>Makes it an hour since anybody said that it writes a segment.</summary>
    public static void Age(string library)
    {
        var store = SharedStores.Rent(ClusterAddress.Parse(library));
        var commits = new ClusterCommits(store);
        var writing = new SegmentWriting(store, commits, TimeProvider.System);
        commits.Commit(state => writing.OfManifest(state, state.Manifest with
        {
            Intents = [.. state.Manifest.Intents.Select(intent => intent with
            {
                Alive = intent.Alive - TimeSpan.TicksPerHour,
            })],
        }));
        SharedStores.Return(store);
    }

    /// <summary>How many values there are that the library's manifest names, and its own.</summary>
    public static int CountNamed(string library)
    {
        var store = SharedStores.Rent(ClusterAddress.Parse(library));
        var state = store.Refresh(isUrgent: true);
        var named = state.Manifest.Segments.SelectMany(row => row.Extent.Keys())
            .Count(key => store.Connection.Get(key) is not null);
        SharedStores.Return(store);
        return named + (state.Entries.Count > 0 ? 3 : 2);
    }

    private static ClusterWriter Writer(ClusterStore store, IndexOptions options, TimeProvider time) =>
        new(store, new Fingerprinter(TestMusic.Profile, TestMusic.LandmarksOf), options, time);

    private sealed class LaterTime(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + later;
    }
}
