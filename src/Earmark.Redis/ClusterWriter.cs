using Earmark.Audio;
using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>The writing side of a library in a cluster. Any number of processes may write at once.</summary>
internal sealed partial class ClusterWriter : IIndexWriter
{
    /// <summary>Share of a full log from which on it becomes a segment when storing has come to its end.</summary>
    private const int SettleShare = 4;

    /// <summary>Entries that make a log full, however few landmarks they have.</summary>
    private const int EntryLimit = 4096;

    private readonly ClusterStore _store;
    private readonly Fingerprinter _fingerprinter;
    private readonly IndexOptions _options;
    private readonly TimeProvider _time;
    private readonly ClusterCommits _commits;
    private readonly SegmentWriting _writing;
    private bool _isMergeOwed = true;

    public ClusterWriter(ClusterStore store, Fingerprinter fingerprinter, IndexOptions options, TimeProvider time)
    {
        _store = store;
        _fingerprinter = fingerprinter;
        _options = options;
        _time = time;
        _commits = new ClusterCommits(store);
        _writing = new SegmentWriting(store, _commits, time);
    }

    /// <inheritdoc/>
    public void Add(IReadOnlyList<NewTrack> tracks)
    {
        if (tracks.Count == 0)
        {
            return;
        }

        var inputs = tracks.Select(track => _fingerprinter.Make(0, track.Constellation)).ToList();
        _commits.Commit(state =>
        {
            var appended = new AppendedEntries(state);
            foreach (var (track, input) in tracks.Zip(inputs))
            {
                var others = Clashing(appended.State, track);
                appended.Add(others, (track, input.Landmarks.Length, input.Constellation));
            }

            return appended.ToChange(_store.Keys);
        });
    }

    /// <inheritdoc/>
    public bool Delete(string refId)
    {
        var isDeleted = false;
        _commits.Commit(state =>
        {
            if (ClusterBackend.Find(_store, state, refId) is not { } track)
            {
                return null;
            }

            isDeleted = true;
            var appended = new AppendedEntries(state);
            appended.Add([Dead(track)], null);
            return appended.ToChange(_store.Keys);
        });
        _isMergeOwed |= isDeleted;
        return isDeleted;
    }

    /// <inheritdoc/>
    public bool Move(Track track, string path, long modified) => Replace(
        state => ClusterBackend.FindByPath(_store, state, path) is null
            && ClusterBackend.Find(_store, state, track.RefId) == track
            ? track
            : null,
        found => found with { Path = path, Modified = modified });

    /// <inheritdoc/>
    public bool Edit(string refId, AudioTags tags) => Replace(
        state => ClusterBackend.Find(_store, state, refId),
        found => found with { Title = tags.Title, Artist = tags.Artist, Album = tags.Album });

    /// <inheritdoc/>
    public bool TakeMergeOwed()
    {
        var isOwed = _isMergeOwed;
        _isMergeOwed = false;
        return isOwed;
    }

    /// <inheritdoc/>
    public void Commit(IMerge merge) => merge.Commit();

    /// <inheritdoc/>
    public int Clear()
    {
        var count = 0;
        _commits.Commit(state =>
        {
            if (state.Manifest.Segments.Count == 0 && state.Entries.Count == 0)
            {
                return null;
            }

            count = Math.Max(count, state.TrackCount);
            var manifest = state.Manifest.WithGarbage(
                state.Manifest.Segments.Select(row => row.Extent), _time.GetUtcNow());
            return Folded(state, manifest with { Segments = [] }, state.Entries.Count, _ => false);
        });
        return count;
    }

    /// <summary>Removes what no longer counts and nobody reads any more.</summary>
    /// <param name="all">Waits for what has ceased to count only now.</param>
    public void GiveBackSpace(bool all)
    {
        CleanUp();
        if (all && _store.Refresh(isUrgent: true).Manifest.Garbage.Count > 0)
        {
            Thread.Sleep(ClusterGarbage.Grace);
            CleanUp();
        }
    }

    private static DeadTrack Dead(Track track) => new(track.Id, track.LandmarkCount, track.Duration.Ticks);

    /// <summary>Those that a new track replaces, by rising id.</summary>
    private List<DeadTrack> Clashing(ClusterState state, TrackDetails track)
    {
        var sameName = ClusterBackend.Find(_store, state, track.RefId);
        var sameFile = track.Path is null ? null : ClusterBackend.FindByPath(_store, state, track.Path);
        return
        [
            .. new[] { sameName, sameFile }.OfType<Track>().DistinctBy(other => other.Id).OrderBy(other => other.Id)
                .Select(Dead),
        ];
    }

    /// <summary>Puts another version of a track, with the same peaks, in its place; false for no track.</summary>
    private bool Replace(Func<ClusterState, Track?> find, Func<Track, Track> change)
    {
        var isReplaced = false;
        _commits.Commit(state =>
        {
            if (find(state) is not { } track)
            {
                return null;
            }

            using var constellations = new ClusterConstellations(_store, _fingerprinter.ProfileId, state);
            if (constellations.Find(track.Id) is not { } bytes)
            {
                return null;
            }

            isReplaced = true;
            var appended = new AppendedEntries(state);
            appended.Add([Dead(track)], change(track), bytes);
            return appended.ToChange(_store.Keys);
        });
        return isReplaced;
    }

    private void CleanUp()
    {
        var now = _time.GetUtcNow();
        var state = _store.Refresh(isUrgent: true);
        if (state.Manifest.Intents.All(intent => intent.IsAlive(now))
            && !state.Manifest.Garbage.Any(garbage => garbage.IsRipe(now)))
        {
            return;
        }

        // First replicas must know that they no longer count: a master that takes over must not name what is gone.
        state = _commits.Commit(newest =>
        {
            var abandoned = newest.Manifest.Intents.Where(intent => !intent.IsAlive(now)).ToList();
            var manifest = newest.Manifest with { Intents = [.. newest.Manifest.Intents.Except(abandoned)] };
            return _writing.OfManifest(newest, manifest.WithGarbage(abandoned.Select(each => each.Extent), now));
        });
        var ripe = state.Manifest.Garbage.Where(garbage => garbage.IsRipe(now)).ToList();
        foreach (var garbage in ripe)
        {
            _store.Connection.Unlink(garbage.Extent.Keys());
        }

        var gone = ripe.Select(garbage => garbage.Extent.Id).ToHashSet();
        _commits.Commit(newest => newest.Manifest.Garbage.Any(garbage => gone.Contains(garbage.Extent.Id))
            ? _writing.OfManifest(
                newest,
                newest.Manifest with
                {
                    Garbage = [.. newest.Manifest.Garbage.Where(garbage => !gone.Contains(garbage.Extent.Id))],
                })
            : null);
    }
}
