namespace Earmark.Lab;

/// <summary>Step 6: looks the pairs of a clip up, and counts what they find in each song.</summary>
public static class HashMatcher
{
    /// <summary>Counts; one score for each song, in their order.</summary>
    /// <param name="songs">Those of the table.</param>
    /// <remarks>A hit's timing offset is where in the song the clip would have to begin: t1 of the song's pair, less
    /// t1 of the clip's. Pairs of other places, that share a slot by chance, have any offset.</remarks>
    public static IReadOnlyList<SongScore> Match(
        HashTable table, IReadOnlyList<LabSong> songs, IEnumerable<LabPair> clip)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(songs);
        ArgumentNullException.ThrowIfNull(clip);
        var pairs = clip.ToList();
        var latest = pairs.Count > 0 ? pairs.Max(pair => pair.Frame1) : 0;

        // A popular pair has thousands of rows: what each costs is one addition.
        var counts = songs.Select(song => new int[LatestFrame(song) + latest + 1]).ToArray();
        foreach (var pair in pairs)
        {
            var first = latest - pair.Frame1;
            foreach (ref readonly var row in table.Slot(PairHash.Of(pair)))
            {
                counts[row.Song][first + row.Pair.Frame1]++;
            }
        }

        return [.. counts.Select((offsets, song) => Score(song, offsets, -latest))];
    }

    /// <summary>By hits alone, as the notebook ranks; of equals the earlier song.</summary>
    public static IReadOnlyList<SongScore> ByHits(IEnumerable<SongScore> scores) =>
        [.. scores.OrderByDescending(score => score.HitCount).ThenBy(score => score.Song)];

    /// <summary>By the hits that share an offset, as the lab's text asks; then by hits, then by song.</summary>
    public static IReadOnlyList<SongScore> ByOffset(IEnumerable<SongScore> scores) =>
    [
        .. scores.OrderByDescending(score => score.OffsetCount)
            .ThenByDescending(score => score.HitCount)
            .ThenBy(score => score.Song),
    ];

    private static int LatestFrame(LabSong song) => song.Pairs.Count > 0 ? song.Pairs.Max(pair => pair.Frame1) : 0;

    /// <param name="counts">Hits by offset, in segments, from the lowest there can be.</param>
    private static SongScore Score(int song, int[] counts, int lowest)
    {
        var best = counts.Max();
        return new SongScore(
            song,
            counts.Sum(),
            best > 0 ? Array.IndexOf(counts, best) + lowest : 0,
            best,
            [
                .. counts.Index()
                    .Where(count => count.Item > 0)
                    .Select(count => KeyValuePair.Create(count.Index + lowest, count.Item)),
            ]);
    }
}
