using Earmark.Audio;

namespace Earmark.Indexing;

/// <summary>The writing side of a library folder; the lock on it is the caller's.</summary>
/// <remarks>
/// Each step is one commit of the catalogue, and files are whole and durable before a commit names them.
/// </remarks>
internal sealed partial class IndexWriter : IIndexWriter
{
    // To look whether a segment has too many dead tracks takes reading them all: not after every deletion.
    private const int RetiredPerLook = 256;

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

    // Merges take their ids when they begin, and may never be committed.
    private long _lastSegmentId;
    private int _retiredCount;

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

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public bool Delete(string refId) => _database.Write(() =>
    {
        var track = _catalogue.Find(refId);
        if (track is not null)
        {
            Retire(track);
        }

        return track is not null;
    });

    /// <inheritdoc/>
    public bool Move(Track track, string path, long modified) => _database.Write(() =>
        _catalogue.FindByPath(path) is null
        && _catalogue.Find(track.Id) == track
        && _catalogue.Move(track, path, modified));

    /// <inheritdoc/>
    public bool Edit(string refId, AudioTags tags) => _database.Write(() =>
        _catalogue.Find(refId) is { } track && _catalogue.Edit(track, tags));

    /// <inheritdoc/>
    public void WriteFullLog()
    {
        while (LogLandmarkCount() >= _options.LogLimit)
        {
            WriteLogAsSegment();
        }
    }

    /// <summary>All of it: a writer that closes has the log's landmarks in memory, the next one would not.</summary>
    public void SettleLog() => WriteAllLog();

    /// <inheritdoc/>
    public void WriteAllLog()
    {
        while (LogTrackCount() > 0)
        {
            WriteLogAsSegment();
        }
    }

    /// <inheritdoc/>
    public bool TakeMergeOwed()
    {
        var isOwed = _isMergeOwed;
        _isMergeOwed = false;
        return isOwed;
    }

    /// <inheritdoc/>
    public IMerge? BeginMerge(bool isAtRest)
    {
        var rows = Manifest.ReadSegments(_database);
        if (MergeChoice.Due(rows, _options) is { } due)
        {
            return Begin(due, LevelAfter(due));
        }

        // Where the disk has little room, a search that takes longer is the lesser evil. The level stays: neighbors
        // before them must not have a lower one.
        return isAtRest && MergeChoice.AtRest(rows, _options) is { } last
            && _folder.HasRoom(2 * last.Sum(row => row.ByteCount))
            ? Begin(last, last[0].Level)
            : null;
    }

    /// <inheritdoc/>
    public IMerge? BeginCompaction(long after, out (double Before, double Own) share)
    {
        var rows = Manifest.ReadSegments(_database);
        var next = MergeChoice.Compacting(rows.FindAll(row => row.FirstTrack > after), _options);
        var all = Math.Max(1.0, rows.Sum(row => row.ByteCount));
        var before = rows.TakeWhile(row => row.Id != next?[0].Id).Sum(row => row.ByteCount);
        share = (before / all, next is null ? 0 : next.Sum(row => row.ByteCount) / all);
        return next is null ? null : Begin(next, LevelAfter(next));
    }

    /// <inheritdoc/>
    public void Commit(IMerge merge) => merge.Commit();

    /// <summary>Removes all tracks, and returns how many there were. Ids go on from where they are.</summary>
    public int Clear()
    {
        var count = (int)_database.Scalar("SELECT count(*) FROM track");
        var rows = Manifest.ReadSegments(_database);
        _database.Write(() =>
        {
            foreach (var table in Catalogue.TablesOfTracks)
            {
                _database.Execute($"DELETE FROM {table}");
            }
        });
        _recent.Clear();
        rows.ForEach(row => _folder.Delete(row.Id));
        return count;
    }

    /// <inheritdoc/>
    public void GiveBackSpace(bool all)
    {
        _database.Execute(all ? "VACUUM" : "PRAGMA incremental_vacuum");
        if (all)
        {
            _database.RestartLog();
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
        _isMergeOwed |= ++_retiredCount % RetiredPerLook == 0;
        _catalogue.Retire(track);
        _recent.Remove(track.Id);
    }

    private long LogLandmarkCount() => _database.Scalar("SELECT coalesce(sum(landmark_count), 0) FROM log");

    private long LogTrackCount() => _database.Scalar("SELECT count(*) FROM log");

    private void WriteLogAsSegment()
    {
        var tracks = OldestOfLog();
        var postingCount = tracks.Sum(track => (long)track.Landmarks.Length);
        var id = NextSegmentId();
        var size = _folder.Write(id, stream => _fingerprinter.WriteSegment(stream, tracks));
        var row = new SegmentRow(id, 0, tracks[0].TrackId, tracks[^1].TrackId, postingCount, size, null, 0);
        _database.Write(() =>
        {
            _catalogue.Insert(row);
            _database.Execute("DELETE FROM log WHERE track_id <= $0", row.LastTrack);
        });
        _isMergeOwed = true;
        foreach (var trackId in _recent.Keys.Where(trackId => trackId <= row.LastTrack).ToList())
        {
            _recent.Remove(trackId);
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

    private static int LevelAfter(List<SegmentRow> rows) => rows[0].Level + (rows.Count > 1 ? 1 : 0);

    private SegmentMerge Begin(List<SegmentRow> rows, int level) =>
        new(_database, _folder, _fingerprinter.ProfileId, rows, NextSegmentId(), level);

    private long NextSegmentId() => _lastSegmentId = Math.Max(_catalogue.NextSegmentId(), _lastSegmentId + 1);
}
