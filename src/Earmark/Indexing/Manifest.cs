namespace Earmark.Indexing;

/// <summary>What a library consisted of at one commit.</summary>
/// <param name="Segments">By rising track ids.</param>
/// <param name="LogTracks">Ids of the tracks in the log, rising; all are above those in segments.</param>
/// <param name="Log">Those of them that the reader did not know yet, with their encoded constellations.</param>
internal sealed record Manifest(
    List<SegmentRow> Segments, HashSet<long> LogTracks, List<(long TrackId, byte[] Constellation)> Log)
{
    /// <summary>Reads the newest commit.</summary>
    /// <param name="knownLogTracks">Log tracks whose constellations the caller has.</param>
    public static Manifest Read(Database database, IReadOnlySet<long> knownLogTracks) => database.Read(() =>
    {
        var logTracks = database.Query("SELECT track_id FROM log ORDER BY track_id", row => row.GetInt64(0));
        var news = logTracks.Where(id => !knownLogTracks.Contains(id));
        var log = news.Select(id => (id, ReadLog(database, id))).ToList();
        return new Manifest(ReadSegments(database), [.. logTracks], log);
    });

    /// <summary>Reads the segments of the newest commit, by rising track ids.</summary>
    public static List<SegmentRow> ReadSegments(Database database)
    {
        var retired = database
            .Query(
                "SELECT segment_id, track_id, posting_count FROM retired",
                row => (SegmentId: row.GetInt64(0), TrackId: row.GetInt64(1), PostingCount: row.GetInt64(2)))
            .ToLookup(row => row.SegmentId);

        return database.Query(
            "SELECT id, level, first_track, last_track, posting_count, byte_count FROM segment ORDER BY first_track",
            row =>
            {
                var dead = retired[row.GetInt64(0)];
                return new SegmentRow(
                    row.GetInt64(0),
                    row.GetInt32(1),
                    row.GetInt64(2),
                    row.GetInt64(3),
                    row.GetInt64(4),
                    row.GetInt64(5),
                    dead.Any() ? dead.Select(track => track.TrackId).ToHashSet() : null,
                    dead.Sum(track => track.PostingCount));
            });
    }

    /// <summary>Reads the encoded constellation of a track in the log.</summary>
    public static byte[] ReadLog(Database database, long trackId) => database
        .Query("SELECT constellation FROM log WHERE track_id = $0", row => row.GetFieldValue<byte[]>(0), trackId)
        .Single();
}
