using System.Collections.Immutable;
using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>A library as of one commit: the manifest, and what the log says since. Immutable.</summary>
internal sealed record ClusterState
{
    /// <summary>The commit.</summary>
    public required ClusterHead Head { get; init; }

    /// <summary>The segments.</summary>
    public required ClusterManifest Manifest { get; init; }

    /// <summary>Entries of the log, from <see cref="ClusterHead.LogBase"/> on.</summary>
    public ImmutableList<LogEntry> Entries { get; init; } = [];

    /// <summary>Live tracks of the log by id.</summary>
    public ImmutableSortedDictionary<long, LogTrack> Log { get; init; } =
        ImmutableSortedDictionary<long, LogTrack>.Empty;

    /// <summary>Ids of these by ref id.</summary>
    public ImmutableDictionary<string, long> LogNames { get; init; } =
        ImmutableDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Ids of these by path.</summary>
    public ImmutableDictionary<string, long> LogPaths { get; init; } =
        ImmutableDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Tracks of segments that the log says are dead, by id.</summary>
    public ImmutableSortedDictionary<long, DeadTrack> Retired { get; init; } =
        ImmutableSortedDictionary<long, DeadTrack>.Empty;

    /// <summary>Landmarks of the log's tracks, dead ones included.</summary>
    public long LogLandmarks { get; init; }

    /// <summary>Live tracks.</summary>
    public int TrackCount =>
        Manifest.Segments.Sum(row => row.Extent.Tracks - row.Retired.Count) - Retired.Count + Log.Count;

    /// <summary>The state of a manifest and the entries that follow it.</summary>
    public static ClusterState Of(ClusterHead head, ClusterManifest manifest, IEnumerable<LogEntry> entries) =>
        entries.Aggregate(
            new ClusterState { Head = head, Manifest = manifest }, (state, entry) => state.With(entry));

    /// <summary>The state after one more entry, under the same head.</summary>
    public ClusterState With(LogEntry entry)
    {
        var state = this with { Entries = Entries.Add(entry) };
        foreach (var dead in entry.Retires)
        {
            state = state.Without(dead);
        }

        return entry.Track is { } track
            ? state with
            {
                Log = state.Log.SetItem(track.Id, new LogTrack(entry.Position, track, entry.Constellation)),
                LogNames = state.LogNames.SetItem(track.RefId, track.Id),
                LogPaths = track.Path is null ? state.LogPaths : state.LogPaths.SetItem(track.Path, track.Id),
                LogLandmarks = state.LogLandmarks + track.LandmarkCount,
            }
            : state;
    }

    /// <summary>The segment that a track would be in; null for none.</summary>
    public ClusterRow? RowOf(long trackId) => Manifest.Segments.FirstOrDefault(row => row.Covers(trackId));

    /// <summary>Whether a track of a segment is dead.</summary>
    public bool IsRetired(ClusterRow row, long trackId) =>
        Retired.ContainsKey(trackId) || row.Retired.Any(dead => dead.Id == trackId);

    /// <summary>The rows as searches and merges know them, with all that is dead.</summary>
    public List<SegmentRow> Rows() => [.. Manifest.Segments.Select(ToRow)];

    /// <summary>All dead tracks of a segment by rising id.</summary>
    public List<DeadTrack> DeadIn(ClusterRow row) =>
    [
        .. row.Retired.Concat(Retired.Values.Where(dead => row.Covers(dead.Id))).DistinctBy(dead => dead.Id)
            .OrderBy(dead => dead.Id),
    ];

    private SegmentRow ToRow(ClusterRow row)
    {
        var dead = DeadIn(row);
        return new SegmentRow(
            row.Id,
            row.Level,
            row.FirstTrack,
            row.LastTrack,
            row.PostingCount,
            row.ByteCount,
            dead.Count > 0 ? [.. dead.Select(track => track.Id)] : null,
            dead.Sum(track => (long)track.PostingCount));
    }

    private ClusterState Without(DeadTrack dead)
    {
        if (Log.GetValueOrDefault(dead.Id) is { } held)
        {
            var (name, path) = (held.Track.RefId, held.Track.Path);
            return this with
            {
                Log = Log.Remove(dead.Id),
                LogNames = LogNames.GetValueOrDefault(name) == dead.Id ? LogNames.Remove(name) : LogNames,
                LogPaths = path is not null && LogPaths.GetValueOrDefault(path) == dead.Id
                    ? LogPaths.Remove(path)
                    : LogPaths,
            };
        }

        return RowOf(dead.Id) is { } row && !IsRetired(row, dead.Id)
            ? this with { Retired = Retired.SetItem(dead.Id, dead) }
            : this;
    }
}
