using System.Text;
using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>A library in a cluster, to be read.</summary>
internal sealed class ClusterBackend : ISegmentBackend
{
    private const int PageRows = 512;

    private readonly ClusterStore _store;
    private readonly string _profileId;
    private bool _isDisposed;

    /// <param name="store">Rented; it is given back.</param>
    public ClusterBackend(ClusterStore store, string profileId)
    {
        _store = store;
        _profileId = profileId;
    }

    /// <inheritdoc/>
    public long Version()
    {
        _store.Refresh();
        return _store.Version;
    }

    /// <inheritdoc/>
    public Manifest ReadManifest(IReadOnlySet<long> knownLogTracks)
    {
        var state = _store.Refresh();
        var news = state.Log.Where(pair => !knownLogTracks.Contains(pair.Key))
            .Select(pair => (pair.Key, pair.Value.Constellation));
        return new Manifest(state.Rows(), [.. state.Log.Keys], [.. news]);
    }

    /// <inheritdoc/>
    public SegmentImage Open(SegmentRow row)
    {
        var found = _store.Refresh().Manifest.Segments.FirstOrDefault(other => other.Id == row.Id)
            ?? throw new FileNotFoundException(null, ClusterSegment.NameOf(_store, row.Id));
        try
        {
            return ClusterSegment.Open(_store, found, _profileId);
        }
        catch (FileNotFoundException)
        {
            _store.Refresh(isUrgent: true);
            throw;
        }
    }

    /// <inheritdoc/>
    public LibraryException Missing(FileNotFoundException exception) => new(
        $"{exception.FileName} lacks its tables: the cluster has lost or evicted data, see `earmark doctor`; " +
        "restore it from a backup, or import an export into a library of another name.",
        exception);

    /// <inheritdoc/>
    public int CountTracks() => _store.Refresh().TrackCount;

    /// <inheritdoc/>
    public Track? Find(long id) => Again(state => Find(state, id));

    /// <inheritdoc/>
    public Track? Find(string refId) => Again(state => Find(_store, state, refId));

    /// <inheritdoc/>
    public Track? FindByPath(string path) => Again(state => FindByPath(_store, state, path));

    /// <inheritdoc/>
    public List<Track> Page(string? after) => Again(state => Page(_store, state, after));

    /// <inheritdoc/>
    public IndexStatistics Measure(IndexSnapshot snapshot)
    {
        var state = _store.Refresh();
        var rows = state.Rows();
        var segments = state.Manifest.Segments;
        var dead = segments.SelectMany(row => state.DeadIn(row)).Sum(track => track.Duration);
        var postingCount = segments.Sum(row => row.PostingCount);
        return new IndexStatistics
        {
            TrackCount = state.TrackCount,
            LogTrackCount = state.Log.Count,
            Duration = new TimeSpan(
                segments.Sum(row => row.Duration) - dead + state.Log.Values.Sum(held => held.Track.Duration.Ticks)),
            SegmentCount = segments.Count,
            PostingCount = postingCount,
            DeadShare = postingCount == 0 ? 0 : (double)rows.Sum(row => row.RetiredPostingCount) / postingCount,
            PostingBytes = segments.Sum(row => row.BlockBytes),
            ConstellationBytes = segments.Sum(row => row.ConstellationBytes),
            TableBytes = segments.Sum(row => row.TableBytes),
            CatalogueBytes = state.Entries.Sum(entry => (long)entry.Pack().Length) + state.Manifest.Pack().Length,
        };
    }

    /// <inheritdoc/>
    public StoredTracks OpenStored() => new ClusterTracks(_store, _profileId);

    /// <inheritdoc/>
    public IConstellationSource OpenConstellations() => new ClusterConstellations(_store, _profileId);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            SharedStores.Return(_store);
        }
    }

    /// <summary>The track with that ref id as of a commit, or null.</summary>
    public static Track? Find(ClusterStore store, ClusterState state, string refId) =>
        state.LogNames.TryGetValue(refId, out var id)
            ? state.Log[id].Track
            : Search(store, state, names => names.RanksOfName(refId), track => track.RefId == refId);

    /// <summary>The track read from that file as of a commit, or null.</summary>
    public static Track? FindByPath(ClusterStore store, ClusterState state, string path) =>
        state.LogPaths.TryGetValue(path, out var id)
            ? state.Log[id].Track
            : Search(store, state, names => names.RanksOfPath(path), track => track.Path == path);

    /// <summary>The next tracks by ref id as of a commit.</summary>
    public static List<Track> Page(ClusterStore store, ClusterState state, string? after)
    {
        var name = after is null ? null : Encoding.UTF8.GetBytes(after);
        var found = state.Manifest.Segments.SelectMany(row => Following(store, state, row, after, name))
            .Concat(state.Log.Values.Select(held => held.Track).Where(track => IsBehind(track, name)));
        return [.. NameTable.Sort(found).Take(PageRows)];
    }

    private static IEnumerable<Track> Following(
        ClusterStore store, ClusterState state, ClusterRow row, string? after, byte[]? name)
    {
        var names = store.NamesOf(row);
        var dead = state.DeadIn(row).Select(track => track.Id).ToHashSet();
        var first = names.PageAfter(after);

        // A page may lie ahead in part only, so one more; and as many as the dead would fill.
        var pages = (PageRows / TrackPage.Size) + 2 + (dead.Count / TrackPage.Size);
        var last = Math.Min(row.Extent.Pages, first + pages);
        for (var page = first; page < last; page++)
        {
            store.Cache.Fetch(new CacheKey(row.Id, ClusterKeys.Page, page));
        }

        return Enumerable.Range(first, Math.Max(0, last - first))
            .SelectMany(page => store.PageOf(row, page))
            .Where(track => IsBehind(track, name) && !dead.Contains(track.Id));
    }

    private static bool IsBehind(Track track, byte[]? name) =>
        name is null || Encoding.UTF8.GetBytes(track.RefId).AsSpan().SequenceCompareTo(name) > 0;

    private static Track? Search(
        ClusterStore store, ClusterState state, Func<NameTable, IEnumerable<int>> ranksIn, Predicate<Track> isIt)
    {
        foreach (var row in state.Manifest.Segments)
        {
            foreach (var rank in ranksIn(store.NamesOf(row)))
            {
                var track = store.PageOf(row, rank / TrackPage.Size)[rank % TrackPage.Size];
                if (isIt(track) && !state.IsRetired(row, track.Id))
                {
                    return track;
                }
            }
        }

        return null;
    }

    private Track? Find(ClusterState state, long id)
    {
        if (state.Log.GetValueOrDefault(id) is { } held)
        {
            return held.Track;
        }

        if (state.RowOf(id) is not { } row || state.IsRetired(row, id))
        {
            return null;
        }

        var rank = _store.NamesOf(row).RankOfId(id);
        return rank < 0 ? null : _store.PageOf(row, rank / TrackPage.Size)[rank % TrackPage.Size];
    }

    /// <summary>Reads as of the newest commit; a segment that is merged away meanwhile is not missed.</summary>
    private T Again<T>(Func<ClusterState, T> read)
    {
        const int AttemptMax = 5;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return read(_store.Refresh());
            }
            catch (LibraryException e) when (e.IsOutdated && attempt < AttemptMax)
            {
                _store.Refresh(isUrgent: true);
            }
        }
    }
}
