using System.Diagnostics;
using StackExchange.Redis;

namespace Earmark.Redis;

/// <summary>
/// Makes commits: planned on the newest state, swapped in only if that is still the newest, then confirmed.
/// </summary>
/// <remarks>
/// Whether a commit that failed was made is often not known. Then it is planned anew on what there is now: ids are
/// never used again and later versions replace earlier ones, so that nothing doubles. On return it is in as many
/// replicas as was asked for.
/// </remarks>
internal sealed class ClusterCommits(ClusterStore store)
{
    // Who lost a race waits up to so long, each another time, or all would meet again.
    private const int BackoffMilliseconds = 8;

    private static int _seed = Environment.ProcessId;
    private readonly Random _random = new(Interlocked.Increment(ref _seed));

    /// <summary>Commits what <paramref name="plan"/> makes of the newest state; nothing where that is null.</summary>
    /// <returns>The state with it, or the one that was found to need nothing.</returns>
    /// <exception cref="LibraryException">It could not be made, or not be confirmed in time.</exception>
    public ClusterState Commit(Func<ClusterState, ClusterChange?> plan)
    {
        var clock = Stopwatch.StartNew();
        var patience = store.Address.ChangeTimeout;
        var isWritten = false;
        Exception? failure = null;
        for (var isUrgent = false; clock.Elapsed < patience; isUrgent = true)
        {
            var state = store.Refresh(isUrgent);
            var change = plan(state);
            if (change is null && !isWritten)
            {
                if (isUrgent)
                {
                    return state;
                }

                continue;
            }

            // What an earlier round has written needs no more than to be confirmed: any write will do for that.
            change ??= new ClusterChange(state, _ => { }, _ => true);

            try
            {
                var writes = new ClusterWrites(store.Connection);
                if (!Swap(writes, state.Head, change))
                {
                    Thread.Sleep(_random.Next(BackoffMilliseconds));
                    continue;
                }

                isWritten = true;
                if (IsConfirmed(writes, change, patience - clock.Elapsed) is { } confirmed)
                {
                    return confirmed;
                }
            }
            catch (Exception e) when (ClusterFault.MayPass(e))
            {
                failure = e;
            }
            catch (RedisException e)
            {
                throw ClusterFault.Explain(e, store.Address);
            }

            store.Connection.Pause();
        }

        throw isWritten || failure is null ? Unconfirmed() : ClusterFault.Explain(failure, store.Address);
    }

    /// <summary>Makes an empty library where there is none.</summary>
    public void Create(string profileId)
    {
        var manifest = new ClusterManifest(ClusterStore.NewToken(), profileId, [], [], []);
        var head = new ClusterHead(manifest.Token, 0, 0, 0, 1);
        var writes = new ClusterWrites(store.Connection);
        store.Connection.Try(() => writes.CompareAndDo(store.Keys.Head, null, transaction =>
        {
            transaction.StringSetAsync(store.Keys.Manifest, manifest.Pack());
            transaction.StringSetAsync(store.Keys.Head, head.Pack());
        }));
        if (store.TryRefresh(isUrgent: true) is null)
        {
            throw ClusterFault.NotMade(store.Address);
        }
    }

    private bool Swap(ClusterWrites writes, ClusterHead expected, ClusterChange change) => writes.CompareAndDo(
        store.Keys.Head,
        expected.Pack(),
        transaction =>
        {
            change.Write(transaction);
            transaction.StringSetAsync(store.Keys.Head, change.After.Head.Pack());
        });

    /// <summary>The newest state, once it is durable and has the change; null where that cannot be said.</summary>
    private ClusterState? IsConfirmed(ClusterWrites writes, ClusterChange change, TimeSpan patience)
    {
        if (writes.TryConfirm(store.Keys.Head, patience) is not { } bytes)
        {
            return null;
        }

        if (ClusterHead.Unpack(bytes, store.Name) == change.After.Head)
        {
            store.Set(change.After);
            return change.After;
        }

        var state = store.Refresh(isUrgent: true);
        return change.IsIn(state) ? state : null;
    }

    private LibraryException Unconfirmed() => new(
        $"What was stored in {store.Name} was not confirmed by {store.Address.Wait} replica(s) within " +
        $"{store.Address.ChangeTimeout.TotalSeconds:0} s, so it may be lost with the node that has it: " +
        "see `earmark doctor`, and store it again, which replaces; or add ?wait=0 to the address to do without.");
}
