namespace Earmark.Indexing;

/// <summary>Adds up how large a library is.</summary>
internal static class StatisticsReader
{
    /// <summary>Reads what the catalogue, the open segments and the folder say.</summary>
    public static IndexStatistics Read(Database database, IndexSnapshot snapshot, string folder)
    {
        var rows = Manifest.ReadSegments(database);
        var ids = rows.Select(row => row.Id).ToHashSet();
        var headers = snapshot.Segments.Select(segment => segment.Image).Where(image => image.IsStored)
            .Select(image => image.Header).ToList();
        var postingCount = rows.Sum(row => row.PostingCount);
        var postingBytes = headers.Sum(header => header.TracksOffset - SegmentHeader.Size);
        var constellationBytes = headers.Sum(header => header.FooterOffset - header.ConstellationsOffset);

        return new IndexStatistics
        {
            TrackCount = snapshot.TrackCount,
            LogTrackCount = (int)database.Scalar("SELECT count(*) FROM log"),
            Duration = new TimeSpan(database.Scalar("SELECT coalesce(sum(duration), 0) FROM track")),
            SegmentCount = ids.Count,
            PostingCount = postingCount,
            DeadShare = postingCount == 0 ? 0 : (double)rows.Sum(row => row.RetiredPostingCount) / postingCount,
            PostingBytes = postingBytes,
            ConstellationBytes = constellationBytes,
            TableBytes = headers.Sum(header => header.FileSize) - postingBytes - constellationBytes,
            CatalogueBytes = new DirectoryInfo(folder).EnumerateFiles().Sum(SizeOf),
        };
    }

    // SQLite may take its own files away at any moment.
    private static long SizeOf(FileInfo file) => file.Exists ? file.Length : 0;
}
