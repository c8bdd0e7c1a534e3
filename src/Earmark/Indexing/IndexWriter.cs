namespace Earmark.Indexing;

/// <summary>The writing side of a library. For one thread at a time; the lock on the library is the caller's.</summary>
/// <remarks>
/// Tracks go into the log; a full log becomes a segment; segments merge. Each step is one commit of the catalogue,
/// and files are whole and durable before a commit names them, so that a kill at any moment loses and doubles nothing.
/// </remarks>
internal sealed partial class IndexWriter
{
    private readonly Database _database;
    private readonly Catalogue _catalogue;
    private readonly SegmentFolder _folder;
    private readonly Fingerprinter _fingerprinter;
    private readonly IndexOptions _options;

    // Landmarks of the log's tracks that this writer added: the log keeps their peaks only. What a failed commit leaves
    // here is overwritten by the next tracks, which get the same ids.
    private readonly Dictionary<long, SegmentInput> _recent = [];

    // The writer before this one closed without merging, or a segment has come.
    private bool _isMergeOwed = true;

    public IndexWriter(
        Database database, SegmentFolder folder, Fingerprinter fingerprinter, IndexOptions options)
    {
        _database = database;
        _catalogue = new Catalogue(database);
        _folder = folder;
        _fingerprinter = fingerprinter;
        _options = options;

        folder.Prepare(Manifest.ReadSegments(database).Select(row => row.Id));
    }

    /// <summary>
    /// Stores tracks, all or none; durable on return. Later ones replace earlier ones of the same name.
    /// </summary>
    public void Add(IReadOnlyList<NewTrack> tracks)
    {
        var inputs = tracks.Select(track => _fingerprinter.Make(0, track.Constellation)).ToList();
        _database.Write(() =>
        {
            foreach (var (track, input) in tracks.Zip(inputs))
            {
                AddOne(track, input);
            }
        });
    }

    /// <summary>Whether the log has what a segment needs, or there may be segments to merge.</summary>
    public bool IsFlushDue() => _isMergeOwed || IsLogFull();

    /// <summary>Removes a track; false when there is none of that name.</summary>
    public bool Delete(string refId) => _database.Write(() =>
    {
        var track = _catalogue.Find(refId);
        if (track is not null)
        {
            Retire(track);
        }

        return track is not null;
    });

    /// <summary>Says where the file of a track is now; false when the track has changed or the path is taken.</summary>
    public bool Move(Track track, string path, long modified) => _database.Write(() =>
        _catalogue.FindByPath(path) is null
        && _catalogue.Find(track.Id) == track
        && _catalogue.Move(track, path, modified));

    /// <summary>
    /// Turns full logs into segments, and with <paramref name="all"/> what is left as well; then merges.
    /// </summary>
    public void Flush(bool all)
    {
        // Whatever comes of it, once is enough: a merge that fails must not be tried after every track.
        _isMergeOwed = false;
        while (IsLogFull() || (all && LogTrackCount() > 0))
        {
            WriteLogAsSegment();
            MergeWhereDue();
        }

        MergeWhereDue();
        _database.Execute("PRAGMA incremental_vacuum");
    }

    /// <summary>Turns all of the log into segments. The next writer merges: who closes wants to be gone.</summary>
    public void Close()
    {
        while (LogTrackCount() > 0)
        {
            WriteLogAsSegment();
        }

        _database.Execute("PRAGMA incremental_vacuum");
    }

    // After every segment, so that the files are the same however many tracks come at once.
    private void MergeWhereDue()
    {
        while (NextMerge() is { } rows)
        {
            Merge(rows);
        }
    }

    private void AddOne(NewTrack track, SegmentInput input)
    {
        var id = InsertInPlaceOfOthers(track, input);
        _database.Execute("INSERT INTO log VALUES ($0, $1, $2)", id, input.Landmarks.Length, input.Constellation);
        _recent[id] = input with { TrackId = id };
    }

    private long InsertInPlaceOfOthers(NewTrack track, SegmentInput input)
    {
        if (_catalogue.Find(track.RefId) is { } sameName)
        {
            Retire(sameName);
        }

        if (track.Path is not null && _catalogue.FindByPath(track.Path) is { } sameFile)
        {
            Retire(sameFile);
        }

        return _catalogue.Insert(track, input.Landmarks.Length);
    }

    private void Retire(Track track)
    {
        _catalogue.Retire(track);
        _recent.Remove(track.Id);
    }

    private bool IsLogFull() => LogLandmarkCount() >= _options.LogLimit;

    private long LogLandmarkCount() => _database.Scalar("SELECT coalesce(sum(landmark_count), 0) FROM log");

    private long LogTrackCount() => _database.Scalar("SELECT count(*) FROM log");

    private void WriteLogAsSegment()
    {
        var tracks = OldestOfLog();
        var postingCount = tracks.Sum(track => (long)track.Landmarks.Length);
        var row = new SegmentRow(NextSegmentId(), 0, tracks[0].TrackId, tracks[^1].TrackId, postingCount, null, 0);
        var size = _folder.Write(row.Id, stream => _fingerprinter.WriteSegment(stream, tracks));
        _database.Write(() =>
        {
            Insert(row, size);
            _database.Execute("DELETE FROM log WHERE track_id <= $0", row.LastTrack);
        });
        foreach (var id in _recent.Keys.Where(id => id <= row.LastTrack).ToList())
        {
            _recent.Remove(id);
        }
    }

    /// <summary>
    /// The first tracks of the log that make it full, or all of them: the same however they were added.
    /// </summary>
    private List<SegmentInput> OldestOfLog()
    {
        var tracks = new List<SegmentInput>();
        var landmarkCount = 0L;
        foreach (var id in _database.Query("SELECT track_id FROM log ORDER BY track_id", row => row.GetInt64(0)))
        {
            tracks.Add(_recent.GetValueOrDefault(id) ?? _fingerprinter.Read(id, Manifest.ReadLog(_database, id)));
            landmarkCount += tracks[^1].Landmarks.Length;
            if (landmarkCount >= _options.LogLimit)
            {
                break;
            }
        }

        return tracks;
    }

    /// <summary>The segments that should become one; null when all is well.</summary>
    private List<SegmentRow>? NextMerge()
    {
        var rows = Manifest.ReadSegments(_database);
        var wasteful = rows.Find(row =>
            row.Retired is not null && row.RetiredPostingCount > row.PostingCount * _options.DeadShareLimit);
        if (wasteful is not null)
        {
            return [wasteful];
        }

        // New segments have level 0 and are last, so levels never rise: a level's segments are neighbors.
        var level = rows.GroupBy(row => row.Level).FirstOrDefault(group => group.Count() >= _options.MergeFanOut);
        return level?.Take(_options.MergeFanOut).ToList();
    }

    private void Merge(List<SegmentRow> rows)
    {
        var segments = new List<Segment>();
        try
        {
            segments.AddRange(rows.Select(row => new Segment(_folder.Open(row.Id), 0, row.Retired)));
            Merge(rows, segments);
        }
        finally
        {
            segments.ForEach(segment => segment.Image.Release());
        }

        rows.ForEach(row => _folder.Delete(row.Id));
    }

    private void Merge(List<SegmentRow> rows, List<Segment> segments)
    {
        var merged = new SegmentRow(
            NextSegmentId(),
            rows.Max(row => row.Level) + (rows.Count > 1 ? 1 : 0),
            rows[0].FirstTrack,
            rows[^1].LastTrack,
            rows.Sum(row => row.PostingCount - row.RetiredPostingCount),
            null,
            0);
        var isEmpty = segments.TrueForAll(segment => segment.LiveTrackCount == 0);
        var size = 0L;
        if (!isEmpty)
        {
            _folder.DemandRoom(segments.Sum(segment => segment.Image.Header.FileSize), "merging segments");
            size = _folder.Write(merged.Id, stream => SegmentMerger.Write(stream, segments, _fingerprinter.ProfileId));
        }

        _database.Write(() =>
        {
            foreach (var row in rows)
            {
                _database.Execute("DELETE FROM segment WHERE id = $0", row.Id);
                foreach (var dropped in row.Retired ?? [])
                {
                    _database.Execute("DELETE FROM retired WHERE track_id = $0", dropped);
                }

                // Those retired since the merge began are still in the file it wrote.
                _database.Execute("UPDATE retired SET segment_id = $0 WHERE segment_id = $1", merged.Id, row.Id);
            }

            if (!isEmpty)
            {
                Insert(merged, size);
            }
        });
    }

    private long NextSegmentId() =>
        _database.Scalar("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'segment'");

    private void Insert(SegmentRow row, long byteCount) => _database.Execute(
        """
        INSERT INTO segment (id, level, first_track, last_track, posting_count, byte_count)
        VALUES ($0, $1, $2, $3, $4, $5)
        """,
        row.Id,
        row.Level,
        row.FirstTrack,
        row.LastTrack,
        row.PostingCount,
        byteCount);
}
