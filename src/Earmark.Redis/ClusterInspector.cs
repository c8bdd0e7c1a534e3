using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>Reads all of a library in a cluster, and holds each part against its checksum and the others.</summary>
/// <remarks>As of one commit, beside others who write; it only reads.</remarks>
internal sealed class ClusterInspector(
    ClusterStore store,
    ClusterState state,
    Fingerprinter fingerprinter,
    IProgress<InspectionProgress>? progress,
    CancellationToken ct)
{
    private const string Remedy =
        "restore the cluster from a backup; or delete the tracks that are listed, run `earmark compact`, and store " +
        "them again";

    private readonly List<Fault> _faults = [];
    private readonly List<Track> _lost = [];
    private long _bytesDone;

    /// <summary>Inspects all of it.</summary>
    public Inspection Run()
    {
        var (postingCount, total) = (0L, state.Manifest.Segments.Sum(row => row.ByteCount));
        InspectLog();
        foreach (var row in state.Manifest.Segments)
        {
            ct.ThrowIfCancellationRequested();
            var name = ClusterSegment.NameOf(store, row.Id);
            progress?.Report(new InspectionProgress(name, _bytesDone, total));
            postingCount += row.PostingCount;
            Inspect(row, name, bytes => progress?.Report(new InspectionProgress(name, _bytesDone += bytes, total)));
        }

        return new Inspection
        {
            Folder = store.Name,
            Faults = _faults,
            Lost = [.. _lost.OrderBy(track => track.Id)],
            TrackCount = state.TrackCount,
            SegmentCount = state.Manifest.Segments.Count,
            PostingCount = postingCount,
        };
    }

    private void InspectLog()
    {
        var damaged = state.Log.Values
            .Where(held => !fingerprinter.TryRead(held.Track.Id, held.Constellation, out var input)
                || input.Landmarks.Length != held.Track.LandmarkCount)
            .Select(held => held.Track).ToList();
        if (damaged.Count > 0)
        {
            _lost.AddRange(damaged);
            Add($"The log of {store.Name}", $"has {damaged.Count} damaged constellation(s)", "they cannot be searched");
        }
    }

    private void Inspect(ClusterRow row, string name, Action<long> advance)
    {
        if (ReadTracks(row, name) is not { } tracks)
        {
            return;
        }

        try
        {
            var segment = ClusterSegment.Open(store, row, fingerprinter.ProfileId);
            InspectTable(segment, name, tracks);
            var blocks = CheckBlocks(segment, row, advance);
            var peaks = CheckPeaks(segment, tracks);
            if (blocks.Damaged.Count > 0)
            {
                Add(name, $"has {blocks.Damaged.Count} block(s) that are missing or damaged ({blocks.Damaged[0]} …)",
                    "its tracks may be missed, but all of their peaks are whole");
            }
            else if (peaks.Damaged.Count == 0 && (blocks.Sum != peaks.Sum || blocks.Count != peaks.Count))
            {
                Add(name, "has postings that do not follow from its peaks", "its tracks may be missed");
            }

            if (peaks.Damaged.Count > 0)
            {
                Add(name, $"has {peaks.Damaged.Count} constellation(s) that are missing or damaged",
                    "those tracks cannot be verified");
                _lost.AddRange(peaks.Damaged.Select(ordinal => tracks.GetValueOrDefault(segment.Track(ordinal).TrackId))
                    .OfType<Track>().Where(track => !state.IsRetired(row, track.Id)));
            }
        }
        catch (Exception e) when (e is FileNotFoundException || (e is LibraryException { IsOutdated: false }))
        {
            Add(name, $"cannot be opened ({e.Message.TrimEnd('.')})", "its tracks cannot be searched");
            _lost.AddRange(tracks.Values.Where(track => !state.IsRetired(row, track.Id)));
        }
        catch (LibraryException e) when (e.IsOutdated)
        {
            // Merged away meanwhile: whoever did has read all of it.
        }
    }

    /// <summary>What is known of a segment's tracks, by id; null where that cannot be read.</summary>
    private Dictionary<long, Track>? ReadTracks(ClusterRow row, string name)
    {
        try
        {
            var names = store.NamesOf(row);
            var tracks = Enumerable.Range(0, row.Extent.Pages).SelectMany(page => store.PageOf(row, page)).ToList();
            for (var rank = 0; rank < tracks.Count; rank++)
            {
                if (names.RankOfId(tracks[rank].Id) != rank || !names.RanksOfName(tracks[rank].RefId).Contains(rank))
                {
                    Add(name, "has an index of names that leads astray", "its tracks may not be found by name");
                    break;
                }
            }

            return tracks.ToDictionary(track => track.Id);
        }
        catch (LibraryException e) when (e.IsOutdated)
        {
            return null;
        }
        catch (LibraryException e)
        {
            Add(name, $"has names that cannot be read ({e.Message.TrimEnd('.')})",
                $"its {row.Extent.Tracks} track(s) are found and not named");
            return null;
        }
    }

    private void InspectTable(ClusterSegment segment, string name, Dictionary<long, Track> tracks)
    {
        var isRight = segment.Header.TrackCount == tracks.Count
            && segment.Tracks().All(track =>
                tracks.TryGetValue(track.TrackId, out var known) && known.LandmarkCount == track.PostingCount);
        if (!isRight)
        {
            Add(name, "has other tracks than its names say", "some may be found and not named");
        }
    }

    private PostingTally CheckBlocks(ClusterSegment segment, ClusterRow row, Action<long> advance)
    {
        var tally = new PostingTally();
        var values = Array.Empty<long>();
        var header = segment.Header;
        for (var block = 0; block < header.BlockCount; block++)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                var count = segment.ReadBlock(block, ref values);
                if (!tally.TryAdd(values.AsSpan(0, count), (long)block << header.GroupBits, header))
                {
                    tally.Damaged.Add(block);
                }
            }
            catch (LibraryException e) when (!e.IsOutdated)
            {
                tally.Damaged.Add(block);
            }

            if (block % 4096 == 4095)
            {
                advance(4096 * row.BlockBytes / header.BlockCount);
            }
        }

        return tally;
    }

    private PostingTally CheckPeaks(ClusterSegment segment, Dictionary<long, Track> tracks)
    {
        const int Ahead = 64;
        var tally = new PostingTally();
        for (var ordinal = 0; ordinal < segment.Header.TrackCount; ordinal++)
        {
            ct.ThrowIfCancellationRequested();
            segment.FetchPeaks(Math.Min(ordinal + Ahead, segment.Header.TrackCount - 1));
            var track = segment.Track(ordinal);
            if (segment.TryConstellation(ordinal, out var encoded)
                && fingerprinter.TryRead(track.TrackId, encoded.ToArray(), out var input)
                && input.FrameCount == track.FrameCount
                && input.Landmarks.Length == track.PostingCount
                && tracks.ContainsKey(track.TrackId))
            {
                tally.Add(input.Landmarks, track.Base);
            }
            else
            {
                tally.Damaged.Add(ordinal);
            }
        }

        return tally;
    }

    private void Add(string what, string found, string meaning) =>
        _faults.Add(new Fault(what, found, meaning, Remedy, IsMended: false));
}
