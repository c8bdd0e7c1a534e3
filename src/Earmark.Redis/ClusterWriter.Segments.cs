using Earmark.Indexing;

namespace Earmark.Redis;

/// <content>How segments come about: out of the log, of many tracks at once, and out of others.</content>
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
        while (_store.Refresh(isUrgent: true).Entries.Count > 0 && Fold())
        {
        }
    }

    /// <inheritdoc/>
    public void AddSegment(IReadOnlyList<NewTrack> tracks)
    {
        var kept = IndexWriter.WithoutReplaced(tracks);
        if (kept.Count == 0)
        {
            return;
        }

        var inputs = _fingerprinter.MakeAll(0, kept.ConvertAll(track => track.Constellation));
        var details = kept.Zip(inputs, (track, input) => TrackRecord.Of(track, 0, input.Landmarks.Length)).ToList();
        for (var attempt = 1; attempt <= AttemptMax; attempt++)
        {
            var plan = SegmentPlan.Of(details, _fingerprinter.KeyCount, 0, 0);
            var first = _writing.AnnounceNew(plan);
            plan = plan.Numbered(details, first);
            var numbered = inputs.Select((input, index) => input with { TrackId = first + index }).ToList();
            if (_writing.TryWrite(plan, 0, sink => _fingerprinter.WriteSegment(sink, numbered)) is { } row
                && CommitNew(plan, row, kept))
            {
                _isMergeOwed = true;
                return;
            }

            _writing.Abandon(plan);
        }

        throw _writing.Unstable();
    }

    /// <inheritdoc/>
    public IMerge? BeginMerge(bool isAtRest)
    {
        var state = _store.Refresh();
        var rows = MergeableRows(state);
        if (MergeChoice.Due(rows, _options) is { } due)
        {
            return Begin(state, due, LevelAfter(due));
        }

        return isAtRest && MergeChoice.AtRest(rows, _options) is { } last ? Begin(state, last, last[0].Level) : null;
    }

    /// <inheritdoc/>
    public IMerge? BeginCompaction(long after, out (double Before, double Own) share)
    {
        var state = _store.Refresh(isUrgent: true);
        var rows = MergeableRows(state);
        var next = MergeChoice.Compacting(rows.FindAll(row => row.FirstTrack > after), _options);
        var all = Math.Max(1.0, rows.Sum(row => row.ByteCount));
        var before = rows.TakeWhile(row => row.Id != next?[0].Id).Sum(row => row.ByteCount);
        share = (before / all, next is null ? 0 : next.Sum(row => row.ByteCount) / all);
        return next is null ? null : Begin(state, next, LevelAfter(next));
    }

    private static int LevelAfter(List<SegmentRow> rows) => rows[0].Level + (rows.Count > 1 ? 1 : 0);

    private bool IsFull(ClusterState state) =>
        state.LogLandmarks >= _options.LogLimit || state.Entries.Count >= EntryLimit;

    /// <summary>
    /// Rows with what the manifest says is dead. What only the log says stays in a merge: the log would retire it
    /// again.
    /// </summary>
    private static List<SegmentRow> MergeableRows(ClusterState state) =>
    [
        .. state.Manifest.Segments.Select(row => new SegmentRow(
            row.Id,
            row.Level,
            row.FirstTrack,
            row.LastTrack,
            row.PostingCount,
            row.ByteCount,
            row.Retired.Count > 0 ? [.. row.Retired.Select(dead => dead.Id)] : null,
            row.Retired.Sum(dead => (long)dead.PostingCount))),
    ];

    /// <summary>Begins a merge, unless another process is at work on one of the segments.</summary>
    private ClusterMerge? Begin(ClusterState state, List<SegmentRow> rows, int level)
    {
        var ids = rows.Select(row => row.Id).ToHashSet();
        var now = _time.GetUtcNow();
        var isTaken = state.Manifest.Intents.Any(intent => intent.IsAlive(now) && intent.Sources.Any(ids.Contains));
        return isTaken
            ? null
            : new ClusterMerge(
                _store, _commits, _writing, _fingerprinter, _time,
                [.. state.Manifest.Segments.Where(row => ids.Contains(row.Id))], level);
    }

    /// <summary>
    /// Turns the first entries of the log into a segment, or finds that another process has; false where there are none
    /// to turn.
    /// </summary>
    private bool Fold()
    {
        for (var attempt = 1; attempt <= AttemptMax; attempt++)
        {
            var state = _store.Refresh(isUrgent: true);
            var prefix = PrefixOf(state);
            var live = prefix.Select(entry => entry.Track).OfType<Track>()
                .Where(track => state.Log.ContainsKey(track.Id)).ToList();
            if (live.Count == 0)
            {
                return prefix.Count > 0 && CommitFold(prefix, null, null);
            }

            var inputs = live.ConvertAll(
                track => _fingerprinter.Read(track.Id, state.Log[track.Id].Constellation));
            var plan = SegmentPlan.Of(live, _fingerprinter.KeyCount, live[0].Id, live[^1].Id);
            _writing.Announce(plan);
            var row = _writing.TryWrite(plan, 0, sink => _fingerprinter.WriteSegment(sink, inputs));
            if (row is not null && CommitFold(prefix, plan, row))
            {
                _isMergeOwed = true;
                return true;
            }

            _writing.Abandon(plan);
            if (row is not null)
            {
                return true;
            }
        }

        throw _writing.Unstable();
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

    /// <summary>Puts a segment in the place of the first entries of the log; false where others have taken them.</summary>
    private bool CommitFold(List<LogEntry> prefix, SegmentPlan? plan, ClusterRow? row)
    {
        var retired = prefix.SelectMany(entry => entry.Retires).Select(dead => dead.Id).ToHashSet();
        var after = _commits.Commit(state =>
        {
            if ((row is not null && Has(state, row))
                || state.Head.LogBase != prefix[0].Position
                || state.Entries.Count < prefix.Count
                || state.Entries[prefix.Count - 1].Token != prefix[^1].Token
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

    /// <summary>Makes a segment of new tracks count; false where its writer was taken for dead.</summary>
    private bool CommitNew(SegmentPlan plan, ClusterRow row, IReadOnlyList<NewTrack> tracks)
    {
        var after = _commits.Commit(state =>
        {
            if (Has(state, row) || !SegmentWriting.IsAnnounced(state, plan))
            {
                return null;
            }

            var others = tracks.SelectMany(track => Clashing(state, track)).DistinctBy(dead => dead.Id)
                .OrderBy(dead => dead.Id).ToList();
            var appended = new AppendedEntries(state);
            if (others.Count > 0)
            {
                appended.Add(others, null);
            }

            var manifest = state.Manifest.WithoutIntent(plan.Extent.Id) with
            {
                Token = ClusterStore.NewToken(),
                Segments = Sorted(state.Manifest.Segments.Append(row)),
            };
            var head = appended.State.Head with { ManifestToken = manifest.Token };
            return new ClusterChange(
                ClusterState.Of(head, manifest, appended.State.Entries),
                transaction =>
                {
                    transaction.StringSetAsync(_store.Keys.Manifest, manifest.Pack());
                    appended.Write(transaction, _store.Keys);
                },
                later => Has(later, row));
        });
        return Has(after, row);
    }

    private static bool Has(ClusterState state, ClusterRow row) =>
        state.Manifest.Segments.Any(other => other.Id == row.Id);

    private static ClusterRow[] Sorted(IEnumerable<ClusterRow> rows) => [.. rows.OrderBy(row => row.FirstTrack)];

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
