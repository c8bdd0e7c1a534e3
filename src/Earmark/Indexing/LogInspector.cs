namespace Earmark.Indexing;

/// <summary>Holds the log's constellations against their checksums and the counts of the catalogue.</summary>
internal sealed class LogInspector(Database database, Fingerprinter fingerprinter, string path, CancellationToken ct)
{
    private readonly Catalogue _catalogue = new(database);

    /// <summary>All faults of the log, one for each track.</summary>
    public IEnumerable<Finding> Inspect()
    {
        foreach (var id in database.Query("SELECT track_id FROM log ORDER BY track_id", row => row.GetInt64(0)))
        {
            ct.ThrowIfCancellationRequested();

            // A writer may have made a segment of it since.
            var row = database.Query(
                "SELECT landmark_count, constellation FROM log WHERE track_id = $0",
                row => (LandmarkCount: row.GetInt32(0), Constellation: row.GetFieldValue<byte[]>(1)),
                id);
            if (row.Count > 0
                && _catalogue.FindUnchecked(id) is { } track
                && !(fingerprinter.TryRead(id, row[0].Constellation, out var input)
                    && input.Landmarks.Length == row[0].LandmarkCount
                    && input.Landmarks.Length == track.LandmarkCount))
            {
                yield return new Finding(
                    path,
                    $"has damaged peaks in its log (track {id}, {track.RefId})",
                    "no search works while it is there; every other track is whole",
                    "`earmark verify --mend` takes that track out of the library, to be stored again",
                    mender => mender.Drop([track]))
                {
                    Lost = [id],
                };
            }
        }
    }
}
