using System.Diagnostics;

namespace Earmark.Indexing;

/// <content>Many tracks at once, without the log.</content>
internal sealed partial class IndexWriter
{
    /// <summary>
    /// Stores tracks as a segment of their own, all or none; durable on return. Later ones replace earlier ones.
    /// </summary>
    /// <remarks>What is in the log becomes segments first: track ids rise from segment to segment.</remarks>
    public void AddSegment(IReadOnlyList<NewTrack> tracks)
    {
        var kept = WithoutReplaced(tracks);
        WriteAllLog();
        var firstId = _database.Scalar("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'track'");
        var inputs = _fingerprinter.MakeAll(firstId, kept.ConvertAll(track => track.Constellation));
        var postingCount = inputs.Sum(input => (long)input.Landmarks.Length);
        var id = NextSegmentId();
        var size = _folder.Write(id, stream => _fingerprinter.WriteSegment(stream, inputs));
        var row = new SegmentRow(id, 0, firstId, firstId + kept.Count - 1, postingCount, size, null, 0);
        _database.Write(() =>
        {
            foreach (var (track, input) in kept.Zip(inputs))
            {
                var trackId = InsertInPlaceOfOthers(track, input);
                Debug.Assert(trackId == input.TrackId);
            }

            _catalogue.Insert(row);
        });
        _isMergeOwed = true;
    }

    /// <summary>Those that no later one of the same name or file replaces.</summary>
    internal static List<NewTrack> WithoutReplaced(IReadOnlyList<NewTrack> tracks)
    {
        var (refIds, paths) = (new HashSet<string>(), new HashSet<string>());
        var kept = new List<NewTrack>();
        foreach (var track in tracks.Reverse())
        {
            // Both are noted in any case: what is replaced has replaced others before.
            var isNewName = refIds.Add(track.RefId);
            var isNewFile = track.Path is null || paths.Add(track.Path);
            if (isNewName && isNewFile)
            {
                kept.Add(track);
            }
        }

        kept.Reverse();
        return kept;
    }
}
