namespace Earmark.Indexing;

/// <summary>The segments of one commit, kept open for the snapshots that share them.</summary>
internal sealed class SnapshotState
{
    private int _references = 1;

    /// <param name="files">Images of the segment files by id; the state takes over one reference of each.</param>
    /// <param name="tail">Images of the log, by rising track ids; the state takes over one reference of each.</param>
    public SnapshotState(
        Manifest manifest, IReadOnlyDictionary<long, SegmentImage> files, IReadOnlyList<SegmentImage> tail)
    {
        Files = files;
        Tail = tail;
        var segments = new List<Segment>();
        var basePosition = 0L;
        foreach (var row in manifest.Segments)
        {
            Append(files[row.Id], row.Retired);
        }

        foreach (var image in tail)
        {
            Append(image, DeadIn(image, manifest.LogTracks));
        }

        Segments = segments;

        void Append(SegmentImage image, HashSet<long>? retired)
        {
            segments.Add(new Segment(image, basePosition, retired));
            basePosition += image.Header.FrameLimit;
        }
    }

    /// <summary>All segments, by rising track ids.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>Images of the segment files, by id.</summary>
    public IReadOnlyDictionary<long, SegmentImage> Files { get; }

    /// <summary>Images of the log.</summary>
    public IReadOnlyList<SegmentImage> Tail { get; }

    /// <summary>Ids of the tracks in an image of the log that the log no longer has; null for none.</summary>
    public static HashSet<long>? DeadIn(SegmentImage image, HashSet<long> logTracks)
    {
        var dead = image.Tracks().Select(track => track.TrackId).Where(id => !logTracks.Contains(id)).ToHashSet();
        return dead.Count > 0 ? dead : null;
    }

    /// <summary>Keeps the segments open until one more <see cref="Release"/>.</summary>
    public SnapshotState Retain()
    {
        Interlocked.Increment(ref _references);
        return this;
    }

    /// <summary>Gives back one reference; the last one lets go of the segments.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            foreach (var image in Files.Values.Concat(Tail))
            {
                image.Release();
            }
        }
    }
}
