namespace Earmark.Indexing;

/// <summary>Brings a library back to what it should be, losing only what cannot be read.</summary>
/// <remarks>The writer's lock is held by the caller.</remarks>
/// <param name="landmarkLimit">Landmarks of the segments it makes: bounds the memory it takes.</param>
internal sealed class LibraryMender(
    Database database, SegmentFolder folder, Fingerprinter fingerprinter, int landmarkLimit, CancellationToken ct)
{
    private readonly Catalogue _catalogue = new(database);

    /// <summary>Runs a statement that sets the catalogue right.</summary>
    public void Execute(string sql) => database.Execute(sql);

    /// <summary>Takes tracks out of the library, wherever they are.</summary>
    public void Drop(IEnumerable<Track> tracks) => database.Write(() =>
    {
        foreach (var track in tracks)
        {
            _catalogue.Retire(track);
        }
    });

    /// <summary>Makes the catalogue's list of dead tracks agree with a segment that is whole.</summary>
    public void Reconcile(SegmentInspection segment) => database.Write(() =>
    {
        foreach (var (trackId, postingCount) in segment.Unknown)
        {
            database.Execute(
                "INSERT OR REPLACE INTO retired VALUES ($0, $1, $2)", trackId, segment.Row.Id, postingCount);
        }

        foreach (var trackId in segment.NeverHeld)
        {
            database.Execute("DELETE FROM retired WHERE track_id = $0", trackId);
        }
    });

    /// <summary>Writes a segment anew from the peaks that are whole, and takes out the other tracks.</summary>
    public void Rebuild(SegmentInspection segment)
    {
        var row = segment.Row;
        var live = LiveTracks.Read(database, row);
        var parts = WriteParts(segment, live, out var kept);
        var lost = live.Ids.Where(id => !kept.Contains(id)).ToList();
        database.Write(() =>
        {
            database.Execute("DELETE FROM segment WHERE id = $0", row.Id);
            database.Execute("DELETE FROM retired WHERE segment_id = $0", row.Id);
            lost.ForEach(id => database.Execute("DELETE FROM track WHERE id = $0", id));
            parts.ForEach(_catalogue.Insert);
        });
        folder.Delete(row.Id);
    }

    /// <summary>Writes segments of at most the limit each; together they take the range of the old one.</summary>
    private List<SegmentRow> WriteParts(SegmentInspection segment, LiveTracks live, out HashSet<long> kept)
    {
        var parts = new List<SegmentRow>();
        var batch = new List<SegmentInput>();
        var held = new HashSet<long>();
        var landmarkCount = 0L;
        var tracks = File.Exists(segment.Path) ? SegmentSalvage.Read(segment.Path, fingerprinter, live) : [];
        foreach (var track in tracks)
        {
            ct.ThrowIfCancellationRequested();
            held.Add(track.TrackId);
            batch.Add(track);
            landmarkCount += track.Landmarks.Length;
            if (landmarkCount >= landmarkLimit)
            {
                parts.Add(Write(batch, segment.Row, parts.Count));
                batch.Clear();
                landmarkCount = 0;
            }
        }

        if (batch.Count > 0)
        {
            parts.Add(Write(batch, segment.Row, parts.Count));
        }

        kept = held;
        return parts;
    }

    private SegmentRow Write(List<SegmentInput> tracks, SegmentRow old, int part)
    {
        var id = _catalogue.NextSegmentId() + part;
        var size = folder.Write(id, stream => fingerprinter.WriteSegment(stream, tracks));
        return new SegmentRow(
            id,
            old.Level,
            tracks[0].TrackId,
            tracks[^1].TrackId,
            tracks.Sum(track => (long)track.Landmarks.Length),
            size,
            null,
            0);
    }
}
