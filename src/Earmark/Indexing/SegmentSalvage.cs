namespace Earmark.Indexing;

/// <summary>Reads what can be read of a segment file that may be damaged anywhere.</summary>
/// <remarks>
/// Nothing is trusted that does not prove itself: a track is taken where the peaks pass their own checksums and give as
/// many landmarks as the catalogue says. Its postings follow from them, so blocks are not looked at.
/// </remarks>
internal static class SegmentSalvage
{
    /// <summary>The tracks of <paramref name="live"/> that are whole, by rising id, one at a time.</summary>
    public static IEnumerable<SegmentInput> Read(string path, Fingerprinter fingerprinter, LiveTracks live)
    {
        var lastId = 0L;
        foreach (var (track, encoded) in Entries(path))
        {
            if (track.TrackId > lastId
                && live.TryFind(track.TrackId, out var landmarkCount)
                && fingerprinter.TryRead(track.TrackId, encoded, out var input)
                && input.Landmarks.Length == landmarkCount
                && input.FrameCount == track.FrameCount)
            {
                lastId = track.TrackId;
                yield return input;
            }
        }
    }

    private static IEnumerable<(SegmentTrack Track, byte[] Constellation)> Entries(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (TryRead(file, 0, SegmentHeader.Size) is not { } bytes)
        {
            yield break;
        }

        var header = SegmentHeader.Read(bytes);
        var table = TryRead(file, header.TracksOffset, header.TrackCount * (long)SegmentTrackTable.EntrySize) ?? [];
        for (var ordinal = 0; ordinal < table.Length / SegmentTrackTable.EntrySize; ordinal++)
        {
            var (offset, size) = SegmentTrackTable.ReadConstellation(table, ordinal);
            if (TryRead(file, offset, size) is { } constellation)
            {
                yield return (SegmentTrackTable.Read(table, ordinal), constellation);
            }
        }
    }

    /// <summary>Reads a stretch of the file; null where it is beyond the end or the disk fails.</summary>
    private static byte[]? TryRead(FileStream file, long offset, long size)
    {
        if (offset < 0 || size is < 0 or > int.MaxValue || offset > file.Length - size)
        {
            return null;
        }

        var bytes = new byte[size];
        try
        {
            file.Position = offset;
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
