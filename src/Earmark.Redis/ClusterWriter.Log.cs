using Earmark.Indexing;

namespace Earmark.Redis;

/// <content>How the log becomes segments.</content>
internal sealed partial class ClusterWriter
{
    /// <inheritdoc/>
    public void WriteFullLog()
    {
        while (IsFull(_store.Refresh()) && Fold())
        {
        }
    }

    /// <summary>A short log stays: others follow it easily, and a segment of a few tracks costs them more.</summary>
    public void SettleLog()
    {
        while (_store.Refresh() is var state
            && (state.LogLandmarks * SettleShare >= _options.LogLimit
                || state.Entries.Count * SettleShare >= EntryLimit)
            && Fold())
        {
        }
    }

    /// <inheritdoc/>
    public void WriteAllLog()
    {
        // What dead processes announced would part tracks that could be one segment.
        CleanUp();
        while (_store.Refresh(isUrgent: true).Entries.Count > 0 && Fold())
        {
        }
    }

    private bool IsFull(ClusterState state) =>
        state.LogLandmarks >= _options.LogLimit || state.Entries.Count >= EntryLimit;

    /// <summary>
    /// Turns the first entries of the log into a segment, or finds that another process has; false where there are none
    /// to turn.
    /// </summary>
    private bool Fold()
    {
        var isTurned = true;
        _writing.Insist(() => TryFold(out isTurned));
        return isTurned;
    }

    /// <summary>Tries that once.</summary>
    /// <param name="isTurned">False where there were none to turn.</param>
    /// <returns>False where a node went away: try again.</returns>
    private bool TryFold(out bool isTurned)
    {
        var state = _store.Refresh(isUrgent: true);
        var prefix = PrefixOf(state);

        // What a later entry retires is still in the segment: that entry will retire it there.
        var held = ClusterState.Of(state.Head, state.Manifest, prefix).Log;
        var live = held.Values.Select(track => track.Track).ToList();
        isTurned = prefix.Count > 0;
        if (live.Count == 0)
        {
            isTurned = isTurned && CommitFold(prefix, null, null);
            return true;
        }

        var inputs = live.ConvertAll(
            track => _fingerprinter.Read(track.Id, held[track.Id].Constellation));
        var plan = SegmentPlan.Of(live, _fingerprinter.KeyCount, live[0].Id, live[^1].Id);
        var isOvertaken = false;
        _writing.Announce(plan);
        return _writing.TryWrite(plan, 0, sink => _fingerprinter.WriteSegment(sink, inputs), Use) || isOvertaken;

        bool Use(ClusterRow row)
        {
            isOvertaken = !CommitFold(prefix, plan, row);
            _isMergeOwed |= !isOvertaken;
            return !isOvertaken;
        }
    }

    /// <summary>
    /// The first entries of the log that make it full, or all of them, as far as their tracks' ids are neighbors: no
    /// segment, and none that is being written, has ids in between.
    /// </summary>
    private List<LogEntry> PrefixOf(ClusterState state)
    {
        var prefix = new List<LogEntry>();
        var (landmarkCount, first) = (0L, long.MaxValue);
        var others = state.Manifest.Segments.Select(row => row.FirstTrack)
            .Concat(state.Manifest.Intents.Select(intent => intent.FirstTrack)).ToList();
        foreach (var entry in state.Entries)
        {
            if (entry.Track is { } track)
            {
                first = Math.Min(first, track.Id);
                if (others.Exists(other => other > first && other < track.Id))
                {
                    break;
                }

                landmarkCount += track.LandmarkCount;
            }

            prefix.Add(entry);
            if (landmarkCount >= _options.LogLimit || prefix.Count == EntryLimit)
            {
                break;
            }
        }

        return prefix;
    }

    /// <summary>
    /// Puts a segment in the place of the first entries of the log; false where others have taken them.
    /// </summary>
    private bool CommitFold(List<LogEntry> prefix, SegmentPlan? plan, ClusterRow? row)
    {
        var retired = prefix.SelectMany(entry => entry.Retires).Select(dead => dead.Id).ToHashSet();
        var after = _commits.Commit(state =>
        {
            if ((row is not null && Has(state, row))
                || state.Head.LogBase != prefix[0].Position
                || state.Entries.Count < prefix.Count
                || state.Entries[prefix.Count - 1].Token != prefix[^1].Token
                || (row is not null && state.Manifest.Segments.Any(row.Overlaps))
                || (plan is not null && !SegmentWriting.IsAnnounced(state, plan)))
            {
                return null;
            }

            var dead = state.Retired.Values.Where(track => retired.Contains(track.Id)).ToList();
            var rows = state.Manifest.Segments.Select(other => other.WithRetired(dead.Where(Covered(other))));
            var manifest = plan is null ? state.Manifest : state.Manifest.WithoutIntent(plan.Extent.Id);
            return Folded(
                state,
                manifest with { Segments = Sorted(row is null ? rows : rows.Append(row)) },
                prefix.Count,
                later => row is not null && Has(later, row));
        });
        return row is null || Has(after, row);

        static Func<DeadTrack, bool> Covered(ClusterRow other) => track => other.Covers(track.Id);
    }

    /// <summary>The change to another manifest that covers the first entries of the log.</summary>
    private ClusterChange Folded(
        ClusterState state, ClusterManifest manifest, int count, Predicate<ClusterState> isIn)
    {
        manifest = manifest with { Token = ClusterStore.NewToken() };
        var head = state.Head with { ManifestToken = manifest.Token, LogBase = state.Head.LogBase + count };
        return new ClusterChange(
            ClusterState.Of(head, manifest, state.Entries.Skip(count)),
            transaction =>
            {
                transaction.StringSetAsync(_store.Keys.Manifest, manifest.Pack());
                transaction.ListTrimAsync(_store.Keys.Log, count, -1);
            },
            isIn);
    }
}
