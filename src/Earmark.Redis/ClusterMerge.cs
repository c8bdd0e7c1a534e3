using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>A merge of a cluster's segments.</summary>
internal sealed class ClusterMerge : IMerge
{
    private readonly ClusterStore _store;
    private readonly ClusterCommits _commits;
    private readonly SegmentWriting _writing;
    private readonly Fingerprinter _fingerprinter;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<ClusterRow> _rows;
    private readonly int _level;
    private readonly List<Segment> _segments = [];

    // What is dropped is what the manifest calls dead when the merge begins.
    private readonly HashSet<long> _dropped;
    private bool _isOvertaken;
    private SegmentPlan? _plan;
    private ClusterRow? _merged;

    /// <param name="rows">Neighbors, by rising track ids.</param>
    /// <param name="level">Level of the segment that it makes.</param>
    public ClusterMerge(
        ClusterStore store,
        ClusterCommits commits,
        SegmentWriting writing,
        Fingerprinter fingerprinter,
        TimeProvider time,
        IReadOnlyList<ClusterRow> rows,
        int level)
    {
        (_store, _commits, _writing, _fingerprinter, _time) = (store, commits, writing, fingerprinter, time);
        (_rows, _level) = (rows, level);
        _dropped = [.. rows.SelectMany(row => row.Retired).Select(dead => dead.Id)];
    }

    /// <inheritdoc/>
    public long LastTrack => _rows[^1].LastTrack;

    /// <inheritdoc/>
    public void Write(Action<double>? advance, CancellationToken ct)
    {
        try
        {
            WriteMerged(advance, ct);
        }
        catch (LibraryException e) when (e.IsOutdated)
        {
            // Another process has merged them.
            _isOvertaken = true;
        }
    }

    /// <inheritdoc/>
    public void Commit()
    {
        if (_isOvertaken)
        {
            return;
        }

        var sources = _rows.Select(row => row.Id).ToHashSet();
        var after = _commits.Commit(state =>
        {
            var replaced = state.Manifest.Segments.Where(row => sources.Contains(row.Id)).ToList();
            if (replaced.Count != sources.Count
                || (_merged is not null && state.Manifest.Segments.Except(replaced).Any(_merged.Overlaps))
                || (_plan is not null && !SegmentWriting.IsAnnounced(state, _plan)))
            {
                return null;
            }

            // Those retired since it began are still in what it wrote.
            var dead = replaced.SelectMany(row => row.Retired).Where(track => !_dropped.Contains(track.Id));
            var rows = state.Manifest.Segments.Except(replaced);
            var manifest = state.Manifest with
            {
                Segments =
                [
                    .. (_merged is null ? rows : rows.Append(_merged.WithRetired(dead))).OrderBy(row => row.FirstTrack),
                ],
            };
            manifest = _plan is null ? manifest : manifest.WithoutIntent(_plan.Extent.Id);
            return _writing.OfManifest(
                state, manifest.WithGarbage(replaced.Select(row => row.Extent), _time.GetUtcNow()));
        });
        if (_plan is not null && after.Manifest.Segments.All(row => row.Id != _merged!.Id))
        {
            _writing.Abandon(_plan);
        }
    }

    /// <summary>Nothing: they are named as garbage, which goes once nobody reads it any more.</summary>
    public void DeleteSources()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _segments.ForEach(segment => segment.Image.Release());

    private void WriteMerged(Action<double>? advance, CancellationToken ct)
    {
        Open();
        var live = Live(ct);
        if (live.Count == 0)
        {
            return;
        }

        _writing.Insist(() =>
        {
            var plan = SegmentPlan.Of(
                live, _fingerprinter.KeyCount, _rows[0].FirstTrack, LastTrack, [.. _rows.Select(row => row.Id)]);
            _writing.Announce(plan);
            return _writing.TryWrite(plan, _level, Merge, row =>
            {
                (_plan, _merged) = (plan, row);
                return true;
            });
        });

        void Merge(ISegmentSink sink) => SegmentMerger.Write(sink, _segments, _fingerprinter.ProfileId, advance, ct);
    }

    private void Open()
    {
        foreach (var row in _rows)
        {
            try
            {
                var dead = row.Retired.Count > 0 ? row.Retired.Select(track => track.Id).ToHashSet() : null;
                _segments.Add(new Segment(ClusterSegment.Open(_store, row, _fingerprinter.ProfileId), 0, dead));
            }
            catch (FileNotFoundException)
            {
                throw _store.Lost(row, "tables");
            }
        }
    }

    private List<Track> Live(CancellationToken ct)
    {
        var live = new List<Track>();
        foreach (var row in _rows)
        {
            for (var page = 0; page < row.Extent.Pages; page++)
            {
                ct.ThrowIfCancellationRequested();
                _store.Cache.Fetch(new CacheKey(row.Id, ClusterKeys.Page, Math.Min(page + 16, row.Extent.Pages - 1)));
                live.AddRange(_store.PageOf(row, page).Where(track => !_dropped.Contains(track.Id)));
            }
        }

        return live;
    }
}
