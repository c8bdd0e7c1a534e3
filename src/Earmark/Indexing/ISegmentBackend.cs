namespace Earmark.Indexing;

/// <summary>What a library is kept in, to be read: a folder, or a cluster.</summary>
/// <remarks>
/// It says what there is as of the newest commit, by this process or another, and opens segments. All that is done with
/// them (codec, merger, votes, verification) does not know which home they have. For any number of threads. What the
/// home refuses is a <see cref="LibraryException"/>.
/// </remarks>
internal interface ISegmentBackend : IDisposable
{
    /// <summary>A number that differs after each commit.</summary>
    long Version();

    /// <summary>Reads the newest commit, or one after the <see cref="Version"/> asked for before.</summary>
    /// <param name="knownLogTracks">Log tracks whose constellations the caller has.</param>
    Manifest ReadManifest(IReadOnlySet<long> knownLogTracks);

    /// <summary>Opens a segment that a manifest names, with one reference.</summary>
    /// <exception cref="FileNotFoundException">It is gone, as after a merge.</exception>
    /// <exception cref="LibraryException">It is damaged, or not what the manifest says of it.</exception>
    SegmentImage Open(SegmentRow row);

    /// <summary>What to throw where a segment that the newest manifest names is not there.</summary>
    LibraryException Missing(FileNotFoundException exception);

    /// <summary>How many tracks there are.</summary>
    int CountTracks();

    /// <summary>The track with that id, or null.</summary>
    Track? Find(long id);

    /// <summary>The track with that ref id, or null.</summary>
    Track? Find(string refId);

    /// <summary>The track read from that file, or null. Paths are compared exactly.</summary>
    Track? FindByPath(string path);

    /// <summary>The next tracks by ref id (by its UTF-8 bytes); none at the end.</summary>
    /// <param name="after">Ref id that they follow; null for the first.</param>
    List<Track> Page(string? after);

    /// <summary>Adds up how large the library is.</summary>
    /// <param name="snapshot">Of its newest commit.</param>
    IndexStatistics Measure(IndexSnapshot snapshot);

    /// <summary>All tracks with their constellations, as of one commit.</summary>
    StoredTracks OpenStored();

    /// <summary>Constellations as of the newest commit.</summary>
    IConstellationSource OpenConstellations();
}
