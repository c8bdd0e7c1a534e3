using Earmark.Indexing;

namespace Earmark;

/// <summary>Takes tracks of other libraries into one, in batches, each a commit.</summary>
/// <remarks>
/// <para>
/// A track is known by its fingerprint and its ref id: with both in the library it is there already, so that what was
/// interrupted goes on when it is run again. A ref id with another fingerprint is a conflict, and so is a file that the
/// library has under another ref id with the same fingerprint. A path alone is none: two machines may call different
/// recordings so, and the newcomer is taken in without its path.
/// </para>
/// <para>For one thread.</para>
/// </remarks>
internal sealed class TrackIntake : IDisposable
{
    /// <summary>Peaks of a batch that becomes one segment of a library to be searched soon: 18 hours.</summary>
    private const int LargeBatchPeaks = 1_300_000;

    // Else, whichever comes first: 64 songs have about that many peaks, a track of a day has more.
    private const int BatchTracks = 64;
    private const int BatchPeaks = 300_000;

    /// <summary>A batch of fewer peaks goes into the log: it would make too small a segment.</summary>
    private const int SegmentPeaks = 100_000;

    private readonly TrackIndex _index;
    private readonly Lock _naming;
    private readonly ConflictRule _rule;
    private readonly (int Tracks, int Peaks) _batchLimit;
    private readonly IConstellationSource _constellations;
    private readonly List<PackedTrack> _batch = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _peakCount;

    /// <param name="naming">Held while a batch is judged and stored: no store may come in between.</param>
    /// <param name="isLarge">Whether batches are large: few segments, and nothing kept of what is interrupted.</param>
    public TrackIntake(
        TrackIndex index,
        Lock naming,
        ConflictRule rule,
        bool isLarge = false)
    {
        _batchLimit = isLarge ? (int.MaxValue, LargeBatchPeaks) : (BatchTracks, BatchPeaks);
        _index = index;
        _naming = naming;
        _rule = rule;
        _constellations = index.OpenConstellations();
    }

    /// <summary>Why nothing more may come, in a sentence; null while all is well.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Takes one track; returns what became of those that are durable now, often none.</summary>
    public IReadOnlyList<ImportResult> Take(PackedTrack packed)
    {
        // Of two with the same name or path the later must see the earlier.
        var path = packed.Track.Path is { } p ? $"\0{p}" : null;
        var isSeen = _names.Contains(packed.Track.RefId) || (path is not null && _names.Contains(path));
        var done = isSeen || _batch.Count >= _batchLimit.Tracks || _peakCount >= _batchLimit.Peaks ? Commit() : [];
        _batch.Add(packed);
        _names.Add(packed.Track.RefId);
        _names.Add(path ?? packed.Track.RefId);
        _peakCount += packed.Track.Constellation.Peaks.Count;
        return done;
    }

    /// <summary>Commits what has been taken; returns what became of it.</summary>
    public IReadOnlyList<ImportResult> Commit()
    {
        var results = new List<ImportResult>();
        var tracks = new List<NewTrack>();
        using (_naming.EnterScope())
        {
            foreach (var packed in _batch.TakeWhile(_ => Refusal is null))
            {
                if (LibraryFault.Guard(_index.Folder, () => Judge(packed, tracks)) is { } result)
                {
                    results.Add(result);
                }
            }

            if (_peakCount >= SegmentPeaks)
            {
                _index.AddSegment(tracks);
            }
            else if (tracks.Count > 0)
            {
                _index.AddRange(tracks);
            }
        }

        _batch.Clear();
        _names.Clear();
        _peakCount = 0;
        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => _constellations.Dispose();

    /// <summary>Decides about one track, and adds it to those to be stored; null where the rule is to stop.</summary>
    private ImportResult? Judge(PackedTrack packed, List<NewTrack> tracks)
    {
        var track = packed.Track;
        var named = _index.Find(track.RefId);
        var holder = track.Path is null ? null : _index.FindByPath(track.Path);
        var isHeldByAnother = holder is not null && holder.Id != named?.Id;
        var isRenamed = named is null && isHeldByAnother && HasFingerprint(holder!, packed);
        var accepted = isHeldByAnother && !isRenamed ? track with { Path = null } : track;

        if (named is null && !isRenamed)
        {
            tracks.Add(accepted);
            return new ImportResult(track.RefId, ImportStatus.Imported, null, track.Duration);
        }

        var isSame = named is not null && HasFingerprint(named, packed);
        if (isSame && (_rule != ConflictRule.Replace || HasDetails(named!, accepted)))
        {
            return new ImportResult(track.RefId, ImportStatus.Unchanged, null, track.Duration);
        }

        if (_rule == ConflictRule.Replace)
        {
            tracks.Add(accepted);
            return new ImportResult(track.RefId, ImportStatus.Replaced, null, track.Duration);
        }

        var reason = isRenamed
            ? $"{track.RefId} is in the library as {holder!.RefId}"
            : $"{track.RefId} is the ref id of another recording in the library";
        if (_rule == ConflictRule.Fail)
        {
            Refusal = reason;
            return null;
        }

        return new ImportResult(track.RefId, ImportStatus.Skipped, $"{reason}.", track.Duration);
    }

    private bool HasFingerprint(Track track, PackedTrack packed) =>
        _constellations.Find(track.Id).AsSpan().SequenceEqual(packed.Constellation);

    private static bool HasDetails(Track track, NewTrack other) =>
        track.Path == other.Path
        && track.FileSize == other.FileSize
        && track.Modified == other.Modified
        && track.Title == other.Title
        && track.Artist == other.Artist
        && track.Album == other.Album
        && track.Duration == other.Duration;
}
