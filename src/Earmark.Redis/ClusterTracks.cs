using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Redis;

/// <summary>The tracks of a library in a cluster as of one commit, with their constellations. For one thread.</summary>
/// <remarks>
/// Merges beside it change nothing; where the segments of the commit have been removed, a track is read from what they
/// became. One that was deleted since, and merged away, is said to be gone.
/// </remarks>
internal sealed class ClusterTracks : StoredTracks
{
    private readonly ClusterStore _store;
    private readonly ClusterState _state;
    private readonly ClusterConstellations _constellations;

    public ClusterTracks(ClusterStore store, string profileId)
    {
        _store = store;
        _state = store.Refresh(isUrgent: true);
        _constellations = new ClusterConstellations(store, profileId, _state);
    }

    /// <inheritdoc/>
    public override string Name => _store.Name;

    /// <inheritdoc/>
    public override int Count => _state.TrackCount;

    /// <inheritdoc/>
    public override void Dispose() => _constellations.Dispose();

    /// <inheritdoc/>
    protected override List<Track> Page(string? after)
    {
        var page = ClusterBackend.Page(_store, _state, after);
        foreach (var track in page)
        {
            _constellations.Fetch(track.Id);
        }

        return page;
    }

    /// <inheritdoc/>
    protected override Track? Find(string refId) => ClusterBackend.Find(_store, _state, refId);

    /// <inheritdoc/>
    protected override byte[] Read(Track track, out Constellation constellation)
    {
        if (_constellations.Find(track.Id) is { } bytes)
        {
            return ConstellationCodec.TryDecode(bytes, out constellation)
                ? bytes
                : throw new LibraryException(
                    $"The fingerprint of {track.RefId} in {Name} is damaged: " +
                    "delete that track and store its file again, or restore the cluster from a backup.");
        }

        throw new LibraryException(
            $"The track {track.RefId} of {Name} was deleted or lost while it was read: try again.");
    }
}
