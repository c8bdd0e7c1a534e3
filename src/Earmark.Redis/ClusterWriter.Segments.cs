using Earmark.Indexing;

namespace Earmark.Redis;

/// <content>Segments of many tracks at once, and out of others.</content>
internal sealed partial class ClusterWriter
{
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
        _writing.Insist(() =>
        {
            var plan = SegmentPlan.Of(details, _fingerprinter.KeyCount, 0, 0);
            var first = _writing.AnnounceNew(plan);
            plan = plan.Numbered(details, first);
            var numbered = inputs.Select((input, index) => input with { TrackId = first + index }).ToList();
            return _writing.TryWrite(
                plan, 0, sink => _fingerprinter.WriteSegment(sink, numbered), row => CommitNew(plan, row, kept));
        });
        _isMergeOwed = true;
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

        if (!isAtRest || MergeChoice.AtRest(rows, _options) is not { } last)
        {
            return null;
        }

        if (IsParted(state, last) && state.Entries.Count > 0)
        {
            // What parts them is a short log that could well be a segment too.
            WriteAllLog();
            state = _store.Refresh();
            last = MergeChoice.AtRest(MergeableRows(state), _options);
        }

        return last is null ? null : Begin(state, last, last[0].Level);
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

    /// <summary>
    /// Whether ids between those of some neighbors are of the log, or of a segment that is being written: then they
    /// cannot be one yet, as ranges must not overlap. Ids only rise, so that none can come between them later.
    /// </summary>
    private static bool IsParted(ClusterState state, List<SegmentRow> rows) => state.Entries
        .Select(entry => entry.Track?.Id ?? 0)
        .Concat(state.Manifest.Intents.Select(intent => intent.FirstTrack))
        .Any(id => id > rows[0].FirstTrack && id < rows[^1].LastTrack);

    /// <summary>Begins a merge, unless it must wait, or another process is at work on one of the segments.</summary>
    private ClusterMerge? Begin(ClusterState state, List<SegmentRow> rows, int level)
    {
        var ids = rows.Select(row => row.Id).ToHashSet();
        var now = _time.GetUtcNow();
        var isTaken = state.Manifest.Intents.Any(intent => intent.IsAlive(now) && intent.Sources.Any(ids.Contains));
        return isTaken || IsParted(state, rows)
            ? null
            : new ClusterMerge(
                _store, _commits, _writing, _fingerprinter, _time,
                [.. state.Manifest.Segments.Where(row => ids.Contains(row.Id))], level);
    }

    /// <summary>Makes a segment of new tracks count; false where its writer was taken for dead.</summary>
    private bool CommitNew(SegmentPlan plan, ClusterRow row, IReadOnlyList<NewTrack> tracks)
    {
        var after = _commits.Commit(state =>
        {
            if (!SegmentWriting.IsAnnounced(state, plan) || state.Manifest.Segments.Any(row.Overlaps))
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
}
