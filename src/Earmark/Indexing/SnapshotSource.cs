namespace Earmark.Indexing;

/// <summary>Follows a library's commits, by this process or another, and hands out snapshots of the newest.</summary>
/// <remarks>
/// Only what a commit changed is opened anew. The log's tail is a few segments in memory whose sizes at least double
/// from the newest to the oldest, like the digits of a binary counter, so that each posting of it is rewritten at most
/// log2 times.
/// </remarks>
internal sealed class SnapshotSource(ISegmentBackend backend, Fingerprinter fingerprinter) : IDisposable
{
    // A merge can take away files between reading their names and opening them, but hardly this often in a row.
    private const int AttemptMax = 10;

    private SnapshotState? _state;
    private long _version;

    /// <summary>A snapshot of the newest commit.</summary>
    public IndexSnapshot Current()
    {
        // Read before the manifest: a commit in between is then seen by the next call, at worst twice.
        var version = backend.Version();
        if (_state is null || version != _version)
        {
            var state = Refresh();
            _state?.Release();
            _state = state;
            _version = version;
        }

        return new IndexSnapshot(_state);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _state?.Release();
        _state = null;
    }

    private SnapshotState Refresh()
    {
        var knownLogTracks = (_state?.Tail ?? [])
            .SelectMany(image => image.Tracks()).Select(track => track.TrackId).ToHashSet();

        for (var attempt = 1; ; attempt++)
        {
            var manifest = backend.ReadManifest(knownLogTracks);
            try
            {
                return Open(manifest);
            }
            catch (FileNotFoundException e) when (attempt == AttemptMax)
            {
                throw backend.Missing(e);
            }
            catch (FileNotFoundException)
            {
                // Merged away in between: the next manifest names what it became.
            }
        }
    }

    private SnapshotState Open(Manifest manifest)
    {
        var files = new Dictionary<long, SegmentImage>();
        var tail = new List<SegmentImage>();
        try
        {
            foreach (var row in manifest.Segments)
            {
                files.Add(row.Id, _state?.Files.GetValueOrDefault(row.Id)?.Retain() ?? backend.Open(row));
            }

            foreach (var image in _state?.Tail ?? [])
            {
                if (image.Tracks().Any(track => manifest.LogTracks.Contains(track.TrackId)))
                {
                    tail.Add(image.Retain());
                }
            }

            AppendToTail(tail, manifest);
            return new SnapshotState(manifest, files, tail);
        }
        catch
        {
            foreach (var image in files.Values.Concat(tail))
            {
                image.Release();
            }

            throw;
        }
    }

    private void AppendToTail(List<SegmentImage> tail, Manifest manifest)
    {
        if (manifest.Log.Count == 0)
        {
            return;
        }

        var tracks = manifest.Log.Select(row => fingerprinter.Read(row.TrackId, row.Constellation)).ToList();
        tail.Add(SegmentImage.Build(stream => fingerprinter.WriteSegment(stream, tracks), fingerprinter.ProfileId));

        while (tail.Count > 1 && tail[^2].Header.PostingCount < 2 * tail[^1].Header.PostingCount)
        {
            var pair = tail[^2..]
                .Select(image => new Segment(image, 0, SnapshotState.DeadIn(image, manifest.LogTracks))).ToList();
            var merged = SegmentImage.Build(
                stream => SegmentMerger.Write(stream, pair, fingerprinter.ProfileId), fingerprinter.ProfileId);
            tail.RemoveRange(tail.Count - 2, 2);
            tail.Add(merged);
            pair.ForEach(segment => segment.Image.Release());
        }
    }
}
