namespace Earmark.Indexing;

/// <summary>The tracks that the catalogue expects to find in a segment.</summary>
/// <param name="rows">By rising id.</param>
internal sealed class LiveTracks(List<(long Id, int LandmarkCount)> rows)
{
    private static readonly Comparer<(long Id, int LandmarkCount)> ById =
        Comparer<(long Id, int LandmarkCount)>.Create((left, right) => left.Id.CompareTo(right.Id));

    /// <summary>Their ids, rising.</summary>
    public IEnumerable<long> Ids => rows.Select(row => row.Id);

    /// <summary>How many there are.</summary>
    public int Count => rows.Count;

    /// <summary>Reads those of a range of ids that are not in the log.</summary>
    public static LiveTracks Read(Database database, SegmentRow segment) => new(database.Query(
        """
        SELECT id, landmark_count FROM track
        WHERE id BETWEEN $0 AND $1 AND id NOT IN (SELECT track_id FROM log) ORDER BY id
        """,
        row => (row.GetInt64(0), row.GetInt32(1)),
        segment.FirstTrack,
        segment.LastTrack));

    /// <summary>Whether the track is one of them, and how many landmarks it has.</summary>
    public bool TryFind(long id, out int landmarkCount)
    {
        var index = rows.BinarySearch((id, 0), ById);
        landmarkCount = index >= 0 ? rows[index].LandmarkCount : 0;
        return index >= 0;
    }
}
