using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>Constellations of a library in a cluster, as of the newest commit or of one that is given.</summary>
/// <param name="fixedState">The commit; null for whatever is the newest.</param>
internal sealed class ClusterConstellations(ClusterStore store, string profileId, ClusterState? fixedState = null)
    : IConstellationSource
{
    private readonly Dictionary<long, ClusterSegment> _segments = [];

    /// <summary>Begins to read the constellation of a track; waits for nothing.</summary>
    public void Fetch(long trackId)
    {
        var state = fixedState ?? store.Refresh();
        if (state.RowOf(trackId) is { } row && !state.Log.ContainsKey(trackId))
        {
            var segment = Open(row);
            if (segment.Find(trackId) is >= 0 and var ordinal)
            {
                segment.FetchPeaks(ordinal);
            }
        }
    }

    /// <inheritdoc/>
    public byte[]? Find(long trackId)
    {
        try
        {
            return Find(fixedState ?? store.Refresh(), trackId);
        }
        catch (Exception e) when (e is FileNotFoundException or LibraryException { IsOutdated: true })
        {
            // Merged away: the same version of the track is in what it became, unless it was deleted.
            return Find(store.Refresh(isUrgent: true), trackId);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var segment in _segments.Values)
        {
            segment.Release();
        }

        _segments.Clear();
    }

    private byte[]? Find(ClusterState state, long trackId)
    {
        if (state.Log.GetValueOrDefault(trackId) is { } held)
        {
            return held.Constellation;
        }

        if (state.RowOf(trackId) is not { } row)
        {
            return null;
        }

        var segment = Open(row);
        var ordinal = segment.Find(trackId);
        return ordinal < 0 ? null : segment.Constellation(ordinal).ToArray();
    }

    private ClusterSegment Open(ClusterRow row)
    {
        if (!_segments.TryGetValue(row.Id, out var segment))
        {
            segment = ClusterSegment.Open(store, row, profileId);
            _segments.Add(row.Id, segment);
        }

        return segment;
    }
}
