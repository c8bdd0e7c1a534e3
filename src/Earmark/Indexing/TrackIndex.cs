using Earmark.Audio;
using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>One library: its catalogue of tracks and the index of their landmarks.</summary>
/// <remarks>
/// It lies in a folder, or in another home that was added (<see cref="LibraryHomes"/>). Any number of threads may use
/// an instance: writers wait for each other, readers wait for nobody. Every method throws
/// <see cref="LibraryException"/> when the disk, the network or what is stored there do not allow what it should do;
/// what was stored before stays stored.
/// </remarks>
public sealed class TrackIndex : IDisposable
{
    private readonly Lock _snapshotGate = new();
    private readonly ISegmentBackend _backend;
    private readonly SnapshotSource _snapshots;
    private readonly WriteSession? _writing;
    private bool _isDisposed;

    /// <param name="name">What messages call it: the folder's full path, an address without secrets.</param>
    /// <param name="writing">Null where it is only read.</param>
    internal TrackIndex(string name, ISegmentBackend backend, WriteSession? writing, Fingerprinter fingerprinter)
    {
        Folder = name;
        _backend = backend;
        _writing = writing;
        _snapshots = new SnapshotSource(backend, fingerprinter);
    }

    /// <summary>Where it lies: the full path of its folder, or its address without secrets.</summary>
    public string Folder { get; }

    /// <summary>Opens the library in <paramref name="folder"/>.</summary>
    /// <param name="folder">A folder, or an address of another home.</param>
    /// <param name="landmarksOf">
    /// Pairs the peaks of a constellation: the same landmarks every time, by frame.
    /// </param>
    /// <exception cref="LibraryException">
    /// There is none, or it is of another profile, of a newer format, damaged, or being written by another process.
    /// </exception>
    public static TrackIndex Open(
        string folder,
        FingerprintProfile profile,
        Func<Constellation, Landmark[]> landmarksOf,
        IndexAccess access,
        IndexOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(landmarksOf);
        var fingerprinter = new Fingerprinter(profile, landmarksOf);
        return LibraryHomes.Of(folder).Open(folder, fingerprinter, access, options ?? new IndexOptions());
    }

    /// <summary>
    /// The id of the profile that the library in <paramref name="folder"/> has; null where there is none yet.
    /// </summary>
    public static string? ReadProfileId(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return LibraryHomes.Of(folder).ReadProfileId(folder);
    }

    /// <summary>Inspects the library in <paramref name="folder"/>, and mends it where it is asked to.</summary>
    /// <param name="profileOf">The profile with that id; throws <see cref="LibraryException"/> for none.</param>
    /// <param name="landmarksOf">Pairs the peaks of a constellation under a profile.</param>
    public static Inspection Inspect(
        string folder,
        Func<string, FingerprintProfile> profileOf,
        Func<Constellation, FingerprintProfile, Landmark[]> landmarksOf,
        InspectionOptions options,
        IProgress<InspectionProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return LibraryHomes.Of(folder).Inspect(folder, FingerprinterOf, options, progress, cancellation);

        Fingerprinter FingerprinterOf(string id)
        {
            var profile = profileOf(id);
            return new Fingerprinter(profile, constellation => landmarksOf(constellation, profile));
        }
    }

    /// <summary>Stores a track; durable on return. It replaces what has its ref id or its path.</summary>
    public void Add(NewTrack track) => AddRange([track]);

    /// <summary>
    /// Stores tracks in one commit, all or none; durable on return. The later of two that clash stays.
    /// </summary>
    /// <exception cref="ArgumentException">A peak or landmark is out of range.</exception>
    public void AddRange(IReadOnlyList<NewTrack> tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        Write(writing => writing.Write(writer => writer.Add(tracks)));
    }

    /// <summary>
    /// Stores many tracks in one commit, all or none, as a segment of their own rather than by way of the log; durable
    /// on return. The later of two that clash stays.
    /// </summary>
    /// <remarks>Takes 24 bytes of memory a landmark, so give some hundred songs at a time.</remarks>
    /// <exception cref="ArgumentException">A peak or landmark is out of range.</exception>
    public void AddSegment(IReadOnlyList<NewTrack> tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        if (tracks.Count > 0)
        {
            Write(writing => writing.Write(writer => writer.AddSegment(tracks)));
        }
    }

    /// <summary>Removes a track; false when there is none of that ref id. Durable on return.</summary>
    public bool Delete(string refId)
    {
        ArgumentNullException.ThrowIfNull(refId);
        var isDeleted = false;
        Write(writing => writing.Write(writer => isDeleted = writer.Delete(refId)));
        return isDeleted;
    }

    /// <summary>
    /// Says where the file of a track is now; false when the track has changed meanwhile, or the path is taken.
    /// Durable on return.
    /// </summary>
    internal bool Move(Track track, string path, long modified)
    {
        var isMoved = false;
        Write(writing => writing.Write(writer => isMoved = writer.Move(track, path, modified)));
        return isMoved;
    }

    /// <summary>Gives a track other tags; false when there is none of that ref id. Durable on return.</summary>
    internal bool Edit(string refId, AudioTags tags)
    {
        var isEdited = false;
        Write(writing => writing.Write(writer => isEdited = writer.Edit(refId, tags)));
        return isEdited;
    }

    /// <summary>
    /// Turns the log into a segment and waits until the segments that are due have merged. Throws what kept them from
    /// it, now or before.
    /// </summary>
    /// <exception cref="OperationCanceledException">The wait was given up; merging goes on.</exception>
    public void Flush(CancellationToken cancellation = default) =>
        Write(writing => writing.Flush(isAtRest: false, cancellation));

    /// <summary>
    /// As <see cref="Flush"/>, for when storing has come to its end: makes few segments of many small ones, too, as
    /// every search reads them all.
    /// </summary>
    /// <exception cref="OperationCanceledException">The wait was given up; merging goes on.</exception>
    public void Settle(CancellationToken cancellation = default) =>
        Write(writing => writing.Flush(isAtRest: true, cancellation));

    /// <summary>
    /// Makes one segment of the log and all segments, or as few as <see cref="IndexOptions.LargestSegment"/> allows,
    /// without dead tracks, and gives back what space it can. Others may store and search meanwhile.
    /// </summary>
    /// <param name="advance">Is told the share that is done, 0 … 1, now and then.</param>
    /// <exception cref="OperationCanceledException">It was given up; nothing is lost.</exception>
    public void Compact(Action<double>? advance = null, CancellationToken cancellation = default) =>
        Write(writing => writing.Compact(advance, cancellation));

    /// <summary>Removes all tracks, and returns how many there were. Durable on return.</summary>
    public int Clear()
    {
        var count = 0;
        Write(writing => count = writing.Clear());
        return count;
    }

    /// <summary>How many tracks there are.</summary>
    public int TrackCount => _backend.CountTracks();

    /// <summary>The track with that ref id, or null.</summary>
    public Track? Find(string refId) => _backend.Find(refId);

    /// <summary>The track with that id, or null: it may have gone since a snapshot was taken.</summary>
    public Track? Find(long id) => _backend.Find(id);

    /// <summary>The track read from that file, or null. Paths are compared exactly.</summary>
    public Track? FindByPath(string path) => _backend.FindByPath(path);

    /// <summary>
    /// All tracks by ref id, in the order of its UTF-8 bytes. Read in pages, each as of its own moment.
    /// </summary>
    /// <param name="after">Begin behind this ref id, whether there is such a track or not; null for the first.</param>
    public IEnumerable<Track> Tracks(string? after = null)
    {
        while (_backend.Page(after) is { Count: > 0 } page)
        {
            foreach (var track in page)
            {
                yield return track;
            }

            after = page[^1].RefId;
        }
    }

    /// <summary>The index as of the newest commit, by this process or another.</summary>
    public IndexSnapshot Snapshot()
    {
        lock (_snapshotGate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return LibraryFault.Guard(Folder, _snapshots.Current);
        }
    }

    /// <summary>How large the library is.</summary>
    public IndexStatistics Statistics()
    {
        using var snapshot = Snapshot();
        return _backend.Measure(snapshot);
    }

    /// <summary>All tracks with their constellations, as of one commit.</summary>
    internal StoredTracks OpenStored() => _backend.OpenStored();

    /// <summary>Constellations as of the newest commit.</summary>
    internal IConstellationSource OpenConstellations() => _backend.OpenConstellations();

    /// <summary>
    /// Closes the library. A writer first turns the log into a segment; where it cannot, the log stays. A merge that is
    /// at work may come to its end within <see cref="IndexOptions.CloseWait"/>; others wait for the next writer's first
    /// change or <see cref="Flush"/>.
    /// </summary>
    public void Dispose()
    {
        lock (_snapshotGate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _snapshots.Dispose();
            _backend.Dispose();
        }

        // The writer's connection goes last: only it may take SQLite's own files away.
        _writing?.Dispose();
    }

    private void Write(Action<WriteSession> write)
    {
        if (_writing is null)
        {
            throw new InvalidOperationException("The library was opened for reading.");
        }

        LibraryFault.Guard(Folder, () =>
        {
            write(_writing);
            return true;
        });
    }
}
