namespace Earmark.Indexing;

/// <summary>A merge of a folder's segment files.</summary>
internal sealed class SegmentMerge : IMerge
{
    private readonly Database _database;
    private readonly SegmentFolder _folder;
    private readonly string _profileId;
    private readonly List<SegmentRow> _rows;
    private readonly List<Segment> _segments = [];
    private SegmentRow _merged;

    /// <param name="rows">Neighbors, by rising track ids, with the tracks that are retired now.</param>
    /// <param name="id">Id of the segment that it makes.</param>
    /// <param name="level">Level of that segment.</param>
    /// <exception cref="LibraryException">A segment is damaged.</exception>
    public SegmentMerge(
        Database database, SegmentFolder folder, string profileId, List<SegmentRow> rows, long id, int level)
    {
        _database = database;
        _folder = folder;
        _profileId = profileId;
        _rows = rows;
        _merged = new SegmentRow(
            id,
            level,
            rows[0].FirstTrack,
            rows[^1].LastTrack,
            rows.Sum(row => row.PostingCount - row.RetiredPostingCount),
            0,
            null,
            0);
        try
        {
            _segments.AddRange(rows.Select(row => new Segment(folder.OpenNamed(row.Id), 0, row.Retired)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public long LastTrack => _merged.LastTrack;

    /// <summary>Bytes of the files that it reads.</summary>
    public long ByteCount => _rows.Sum(row => row.ByteCount);

    private bool IsEmpty => _segments.TrueForAll(segment => segment.LiveTrackCount == 0);

    /// <inheritdoc/>
    public void Write(Action<double>? advance, CancellationToken ct)
    {
        if (IsEmpty)
        {
            return;
        }

        _folder.DemandRoom(ByteCount, "merging segments");
        var size = _folder.Write(
            _merged.Id, stream => SegmentMerger.Write(stream, _segments, _profileId, advance, ct));
        _merged = _merged with { ByteCount = size };
    }

    /// <inheritdoc/>
    public void Commit() => _database.Write(() =>
    {
        foreach (var row in _rows)
        {
            _database.Execute("DELETE FROM segment WHERE id = $0", row.Id);
            foreach (var dropped in row.Retired ?? [])
            {
                _database.Execute("DELETE FROM retired WHERE track_id = $0", dropped);
            }

            // Those retired since the merge began are still in the file it wrote.
            _database.Execute("UPDATE retired SET segment_id = $0 WHERE segment_id = $1", _merged.Id, row.Id);
        }

        if (!IsEmpty)
        {
            new Catalogue(_database).Insert(_merged);
        }
    });

    /// <inheritdoc/>
    public void DeleteSources() => _rows.ForEach(row => _folder.Delete(row.Id));

    /// <inheritdoc/>
    public void Dispose() => _segments.ForEach(segment => segment.Image.Release());
}
