namespace Earmark.Indexing;

/// <summary>One merge, from the choice of its segments to the commit of what they became.</summary>
/// <remarks>
/// It is begun and committed under the writer's lock. What takes long is between: the inputs never change, so the file
/// is written beside everything else. Tracks that are retired meanwhile are in it, and stay retired.
/// </remarks>
internal sealed class SegmentMerge : IDisposable
{
    private readonly SegmentFolder _folder;
    private readonly string _profileId;
    private readonly List<SegmentRow> _rows;
    private readonly List<Segment> _segments = [];
    private SegmentRow _merged;

    /// <param name="rows">Neighbors, by rising track ids, with the tracks that are retired now.</param>
    /// <param name="id">Id of the segment that it makes.</param>
    /// <param name="level">Level of that segment.</param>
    /// <exception cref="LibraryException">A segment is damaged.</exception>
    public SegmentMerge(SegmentFolder folder, string profileId, List<SegmentRow> rows, long id, int level)
    {
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

    /// <summary>Highest track id that it comes to.</summary>
    public long LastTrack => _merged.LastTrack;

    /// <summary>Bytes of the files that it reads.</summary>
    public long ByteCount => _rows.Sum(row => row.ByteCount);

    private bool IsEmpty => _segments.TrueForAll(segment => segment.LiveTrackCount == 0);

    /// <summary>Writes the merged file; where it is given up, nothing is left of it.</summary>
    /// <param name="advance">Is told the share that is done, 0 … 1, now and then.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    /// <exception cref="LibraryException">The disk has no room, or a segment is damaged.</exception>
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

    /// <summary>Names the merged segment in place of its sources, in one transaction.</summary>
    public void Commit(Database database, Catalogue catalogue) => database.Write(() =>
    {
        foreach (var row in _rows)
        {
            database.Execute("DELETE FROM segment WHERE id = $0", row.Id);
            foreach (var dropped in row.Retired ?? [])
            {
                database.Execute("DELETE FROM retired WHERE track_id = $0", dropped);
            }

            // Those retired since the merge began are still in the file it wrote.
            database.Execute("UPDATE retired SET segment_id = $0 WHERE segment_id = $1", _merged.Id, row.Id);
        }

        if (!IsEmpty)
        {
            catalogue.Insert(_merged);
        }
    });

    /// <summary>Removes the files of the sources, once a commit has replaced them and they are closed.</summary>
    public void DeleteSources() => _rows.ForEach(row => _folder.Delete(row.Id));

    /// <summary>Closes the sources.</summary>
    public void Dispose() => _segments.ForEach(segment => segment.Image.Release());
}
