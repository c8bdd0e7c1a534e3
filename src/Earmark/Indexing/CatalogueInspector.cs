namespace Earmark.Indexing;

/// <summary>Holds the catalogue against SQLite's own rules, its rows' checksums, and its tables one another.</summary>
internal sealed class CatalogueInspector(Database database, string path)
{
    private const int MessageMax = 20;

    private const string InSegment = "EXISTS (SELECT 1 FROM segment WHERE {0} BETWEEN first_track AND last_track)";

    // Each: how many rows break a rule, what to call that, what it means, and what mends it.
    private static readonly (string Count, string Found, string Meaning, string Mend)[] Rules =
    [
        (
            "SELECT count(*) FROM log WHERE track_id NOT IN (SELECT id FROM track)",
            "keeps peaks of tracks that it does not know",
            "they take space and are not found",
            "DELETE FROM log WHERE track_id NOT IN (SELECT id FROM track)"),
        (
            "SELECT count(*) FROM retired WHERE track_id IN (SELECT id FROM track)",
            "calls tracks dead that it knows",
            "they are not found",
            "DELETE FROM retired WHERE track_id IN (SELECT id FROM track)"),
        (
            "SELECT count(*) FROM retired WHERE segment_id NOT IN (SELECT id FROM segment)",
            "counts dead tracks in segments that it does not know",
            "nothing can be missed",
            "DELETE FROM retired WHERE segment_id NOT IN (SELECT id FROM segment)"),
        (
            """
            SELECT count(*) FROM sqlite_sequence WHERE name = 'track' AND seq < max(
                coalesce((SELECT max(id) FROM track), 0),
                coalesce((SELECT max(last_track) FROM segment), 0))
            """,
            "would use ids of tracks again",
            "a track stored next could be taken for another",
            """
            UPDATE sqlite_sequence SET seq = max(
                coalesce((SELECT max(id) FROM track), 0),
                coalesce((SELECT max(last_track) FROM segment), 0)) WHERE name = 'track'
            """),
        (
            """
            SELECT count(*) FROM segment a JOIN segment b ON b.first_track > a.first_track AND b.level > a.level
            """,
            "has segments of a higher level behind lower ones",
            "merges would be made of the wrong segments",
            "UPDATE segment SET level = (SELECT max(level) FROM segment)"),
        (
            """
            SELECT count(*) FROM segment a JOIN segment b
            ON a.id < b.id AND a.first_track <= b.last_track AND b.first_track <= a.last_track
            """,
            "has segments whose ranges of tracks overlap",
            "a deleted track may come back, or one be lost in a merge",
            ""),
    ];

    private readonly Catalogue _catalogue = new(database);

    /// <summary>All faults of the catalogue itself, rows of the log left out.</summary>
    public List<Finding> Inspect()
    {
        var findings = new List<Finding>();
        findings.AddRange(InspectStructure());
        findings.AddRange(InspectRows());
        database.Read(() =>
        {
            findings.AddRange(InspectRules());
            findings.AddRange(InspectPlaces());
            return true;
        });
        return findings;
    }

    /// <summary>SQLite's own check of pages and indexes.</summary>
    private IEnumerable<Finding> InspectStructure()
    {
        var messages = database.Query($"PRAGMA integrity_check({MessageMax})", row => row.GetString(0));
        if (messages is ["ok"])
        {
            yield break;
        }

        var more = messages.Count > 1 ? $" and {messages.Count - 1} more" : "";
        var found = $"is damaged (SQLite: {messages[0].ReplaceLineEndings(" ").TrimEnd()}{more})";
        yield return messages.TrueForAll(IsOfIndex)
            ? new Finding(
                path,
                found,
                "tracks may not be found by name or path; their rows are whole",
                "`earmark verify --mend` makes its indexes anew",
                mender => mender.Execute("REINDEX"))
            : CatalogueSalvage.Damage(path, found);
    }

    private IEnumerable<Finding> InspectRows()
    {
        var after = 0L;
        while (_catalogue.PageToCheck(after) is { Count: > 0 } page)
        {
            foreach (var (track, _) in page.Where(row => !row.IsIntact))
            {
                yield return Lost([track], $"has a damaged row (track {track.Id}, {track.RefId})");
            }

            after = page[^1].Track.Id;
        }
    }

    private IEnumerable<Finding> InspectRules()
    {
        foreach (var (count, found, meaning, mend) in Rules)
        {
            if (database.Scalar(count) > 0)
            {
                yield return mend.Length > 0
                    ? new Finding(
                        path, found, meaning, "`earmark verify --mend` sets that right", mender => mender.Execute(mend))
                    : new Finding(path, found, meaning, "restore the library from a backup", null);
            }
        }
    }

    /// <summary>Tracks that are nowhere, or in two places.</summary>
    private IEnumerable<Finding> InspectPlaces()
    {
        var homeless = Tracks(
            $"SELECT id FROM track WHERE id NOT IN (SELECT track_id FROM log) AND NOT {Range("track.id")}");
        if (homeless.Count > 0)
        {
            yield return Lost(homeless, $"lists tracks whose peaks are nowhere ({homeless[0].RefId} …)");
        }

        var doubled = Tracks($"SELECT track_id FROM log WHERE {Range("log.track_id")}");
        if (doubled.Count > 0)
        {
            yield return Lost(doubled, $"keeps tracks both as new and as old ones ({doubled[0].RefId} …)");
        }

        static string Range(string id) => InSegment.Replace("{0}", id, StringComparison.Ordinal);
    }

    /// <summary>
    /// Whether a message of SQLite's check is of an index alone: "row 3 missing from index x", "wrong # of entries in
    /// index x", "non-unique entry in index x".
    /// </summary>
    public static bool IsOfIndex(string message) =>
        message.Contains(" index ", StringComparison.Ordinal) && !message.Contains("page", StringComparison.Ordinal);

    private List<Track> Tracks(string ids) => [.. database.Query(ids, row => row.GetInt64(0))
        .Select(_catalogue.FindUnchecked).OfType<Track>()];

    private Finding Lost(List<Track> tracks, string found) => new(
        path,
        found,
        tracks.Count == 1 ? "that track cannot be relied on" : $"these {tracks.Count} tracks cannot be searched",
        $"`earmark verify --mend` takes {(tracks.Count == 1 ? "it" : "them")} out of the library, to be stored again",
        mender => mender.Drop(tracks))
    {
        Lost = [.. tracks.Select(track => track.Id)],
    };
}
