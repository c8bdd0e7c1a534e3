using System.Diagnostics;
using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>Writes new segments, known to others from the first value to the last.</summary>
/// <remarks>
/// Before it begins, the manifest says what it is about to write; so what a killed process leaves is found and removed.
/// Who does not say for long that it is at it loses its right to commit, before what it wrote is removed.
/// </remarks>
internal sealed class SegmentWriting(ClusterStore store, ClusterCommits commits, TimeProvider time)
{
    private const int BeatEvery = 256;

    /// <summary>Announces a segment that replaces others, or has tracks of the log.</summary>
    public void Announce(SegmentPlan plan) => commits.Commit(state => Announce(state, plan, state.Head.NextTrack));

    /// <summary>Announces a segment of new tracks, and reserves their ids.</summary>
    /// <returns>The first of them.</returns>
    public long AnnounceNew(SegmentPlan plan)
    {
        var first = 0L;
        commits.Commit(state =>
        {
            first = state.Head.NextTrack;
            var numbered = plan with { FirstTrack = first, LastTrack = first + plan.Tracks.Count - 1 };
            return Announce(state, numbered, first + plan.Tracks.Count);
        });
        return first;
    }

    /// <summary>
    /// Writes a segment that was announced, and hands it on once it is durable: it does not count before
    /// <paramref name="use"/> makes it count. Abandons it where that is false, or it is given up.
    /// </summary>
    /// <returns>False as well where part of it may be lost, as a node went away: begin anew.</returns>
    public bool TryWrite(SegmentPlan plan, int level, Action<ISegmentSink> write, Predicate<ClusterRow> use)
    {
        var isToGo = true;
        try
        {
            var isUsed = use(Write(plan, level, write));
            isToGo = !isUsed;
            return isUsed;
        }
        catch (LostSegmentException)
        {
            return false;
        }
        catch (LibraryException e) when (!e.IsOutdated)
        {
            // Nodes are away or refuse: it would not be abandoned either. It is taken for dead in three minutes.
            isToGo = false;
            throw;
        }
        finally
        {
            if (isToGo)
            {
                Abandon(plan);
            }
        }
    }

    /// <summary>Tries until it succeeds, for as long as changes wait; twice at least, however long one takes.</summary>
    /// <exception cref="LibraryException">Time is up.</exception>
    public void Insist(Func<bool> attempt)
    {
        if (attempt())
        {
            return;
        }

        var clock = Stopwatch.StartNew();
        do
        {
            store.Connection.Pause();
            if (attempt())
            {
                return;
            }
        }
        while (clock.Elapsed < store.Address.ChangeTimeout);

        throw new LibraryException(
            $"Nodes of the library {store.Name} went away again and again while a segment was written, or its " +
            "replicas did not confirm it: see `earmark doctor`; nothing that was stored is lost.");
    }

    private ClusterRow Write(SegmentPlan plan, int level, Action<ISegmentSink> write)
    {
        var (beats, last) = (0, Stopwatch.GetTimestamp());
        var sink = new ClusterSegmentSink(store, plan, () =>
        {
            if (++beats % BeatEvery == 0 && Stopwatch.GetElapsedTime(last) > ClusterIntent.Interval)
            {
                Beat(plan);
                last = Stopwatch.GetTimestamp();
            }
        });
        write(sink);
        return new ClusterRow(
            plan.Extent,
            level,
            plan.FirstTrack,
            plan.LastTrack,
            plan.Tracks.Sum(track => (long)track.LandmarkCount),
            sink.BlockBytes,
            sink.ConstellationBytes,
            sink.TableBytes,
            plan.Tracks.Sum(track => track.Duration.Ticks),
            sink.TableChecksum,
            Crc32C.Compute(plan.Names),
            []);
    }

    /// <summary>Gives up a segment: what was written of it is to be removed.</summary>
    public void Abandon(SegmentPlan plan) => commits.Commit(state => IsAnnounced(state, plan)
        ? OfManifest(
            state,
            state.Manifest.WithoutIntent(plan.Extent.Id).WithGarbage([plan.Extent], time.GetUtcNow()))
        : null);

    /// <summary>Whether a segment is still expected.</summary>
    public static bool IsAnnounced(ClusterState state, SegmentPlan plan) =>
        state.Manifest.Intents.Any(intent => intent.Extent.Id == plan.Extent.Id);

    /// <summary>The change to another manifest, with the same log.</summary>
    public ClusterChange OfManifest(ClusterState state, ClusterManifest manifest)
    {
        manifest = manifest with { Token = ClusterStore.NewToken() };
        var head = state.Head with { ManifestToken = manifest.Token };
        return new ClusterChange(
            ClusterState.Of(head, manifest, state.Entries),
            transaction => transaction.StringSetAsync(store.Keys.Manifest, manifest.Pack()),
            later => later.Manifest.Token == manifest.Token);
    }

    private ClusterChange? Announce(ClusterState state, SegmentPlan plan, long nextTrack)
    {
        var intent = new ClusterIntent(
            plan.Extent, plan.Sources, plan.FirstTrack, plan.LastTrack, time.GetUtcNow().UtcTicks);
        var manifest = state.Manifest.WithoutIntent(plan.Extent.Id) with { Token = ClusterStore.NewToken() };
        manifest = manifest with { Intents = [.. manifest.Intents, intent] };
        var head = state.Head with { ManifestToken = manifest.Token, NextTrack = nextTrack };
        return new ClusterChange(
            ClusterState.Of(head, manifest, state.Entries),
            transaction => transaction.StringSetAsync(store.Keys.Manifest, manifest.Pack()),
            later => later.Manifest.Intents.Any(other => other == intent || IsSame(other, intent)));

        static bool IsSame(ClusterIntent a, ClusterIntent b) =>
            a.Extent == b.Extent && a.FirstTrack == b.FirstTrack && a.Alive == b.Alive;
    }

    private void Beat(SegmentPlan plan)
    {
        var isAnnounced = true;
        commits.Commit(state =>
        {
            isAnnounced = IsAnnounced(state, plan);
            return isAnnounced ? Announce(state, plan, state.Head.NextTrack) : null;
        });
        if (!isAnnounced)
        {
            throw new LostSegmentException("It took so long that others took its writer for dead.");
        }
    }
}
