using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>What a segment will be, before any of it is written.</summary>
internal sealed record SegmentPlan
{
    /// <summary>All values that it will have.</summary>
    public required ClusterExtent Extent { get; init; }

    /// <summary>What is known of its tracks, by ref id.</summary>
    public required List<Track> Tracks { get; init; }

    /// <summary>Its index of names, as it is stored.</summary>
    public required byte[] Names { get; init; }

    /// <summary>Ids of the segments that it replaces.</summary>
    public IReadOnlyList<long> Sources { get; init; } = [];

    /// <summary>Lowest track id it may hold.</summary>
    public required long FirstTrack { get; init; }

    /// <summary>Highest track id it may hold.</summary>
    public required long LastTrack { get; init; }

    /// <summary>Plans a segment of tracks under an id of its own.</summary>
    public static SegmentPlan Of(
        IEnumerable<Track> tracks, int keyCount, long firstTrack, long lastTrack, IReadOnlyList<long>? sources = null)
    {
        var sorted = NameTable.Sort(tracks);
        var names = NameTable.Pack(sorted);
        var postingCount = sorted.Sum(track => (long)track.LandmarkCount);
        var header = new SegmentHeader
        {
            GroupBits = SegmentHeader.ChooseGroupBits(keyCount, postingCount, ClusterSegmentSink.BlockPostings),
            KeyCount = keyCount,
            TrackCount = sorted.Count,
        };
        var extent = new ClusterExtent(
            ClusterStore.NewToken(),
            header.BlockCount,
            sorted.Count,
            TrackPage.PagesOf(sorted.Count),
            SegmentTables.PartsOf(SegmentTables.SizeOf(header)),
            SegmentTables.PartsOf(names.Length));
        return new SegmentPlan
        {
            Extent = extent,
            Tracks = sorted,
            Names = names,
            FirstTrack = firstTrack,
            LastTrack = lastTrack,
            Sources = sources ?? [],
        };
    }

    /// <summary>The same with its tracks under consecutive ids, in the order of <paramref name="tracks"/>.</summary>
    public SegmentPlan Numbered(IEnumerable<Track> tracks, long firstId)
    {
        var numbered = NameTable.Sort(tracks.Select((track, index) => track with { Id = firstId + index }));
        return this with
        {
            Tracks = numbered,
            Names = NameTable.Pack(numbered),
            FirstTrack = firstId,
            LastTrack = firstId + numbered.Count - 1,
        };
    }
}
