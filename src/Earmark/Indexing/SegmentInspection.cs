namespace Earmark.Indexing;

/// <summary>What an inspection found out about one segment.</summary>
/// <param name="Row">What the catalogue says of it.</param>
/// <param name="Path">Its file.</param>
/// <param name="LiveCount">Tracks that the catalogue expects in it.</param>
internal sealed record SegmentInspection(SegmentRow Row, string Path, int LiveCount)
{
    /// <summary>What is wrong with the file, as clauses that follow its name; empty for nothing.</summary>
    public List<string> Found { get; init; } = [];

    /// <summary>What to do about a file that is no damaged one but a wrong one; null for none such.</summary>
    public string? ForeignRemedy { get; init; }

    /// <summary>Ids of live tracks whose peaks cannot be read, rising.</summary>
    public SortedSet<long> Lost { get; } = [];

    /// <summary>Ids in the file of tracks that the catalogue knows nothing of, and their postings.</summary>
    public List<(long TrackId, int PostingCount)> Unknown { get; } = [];

    /// <summary>Ids that the catalogue calls retired and the file does not hold.</summary>
    public List<long> NeverHeld { get; } = [];

    /// <summary>Postings in it.</summary>
    public long PostingCount { get; set; }

    /// <summary>Whether the file must be written anew from its peaks.</summary>
    public bool NeedsRebuild { get; set; }

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsSound =>
        Found.Count == 0 && ForeignRemedy is null && Lost.Count == 0 && Unknown.Count == 0 && NeverHeld.Count == 0;

    /// <summary>The fault as it is told, with how it is mended.</summary>
    public Finding ToFinding()
    {
        if (ForeignRemedy is not null)
        {
            return new Finding(Path, Found[0], $"its {Tracks(LiveCount)} cannot be searched", ForeignRemedy, null);
        }

        if (NeedsRebuild || Lost.Count > 0)
        {
            return new Finding(Path, Sentence(), Meaning(), Remedy(), mender => mender.Rebuild(this)) { Lost = Lost };
        }

        return new Finding(
            Path,
            Sentence(),
            "the catalogue miscounts what is dead; every track can be searched",
            "`earmark verify --mend` sets the catalogue right",
            mender => mender.Reconcile(this));
    }

    private static string Tracks(int count) => count == 1 ? "1 track" : $"{count} tracks";

    private string Sentence()
    {
        var clauses = new List<string>(Found);
        if (Unknown.Count > 0)
        {
            clauses.Add($"holds {Tracks(Unknown.Count)} that the catalogue does not know ({Unknown[0].TrackId} …)");
        }

        if (NeverHeld.Count > 0)
        {
            clauses.Add($"does not hold {Tracks(NeverHeld.Count)} that the catalogue counts as dead in it");
        }

        if (Found.Count == 0 && Lost.Count > 0)
        {
            clauses.Add($"does not hold {Tracks(Lost.Count)} that the catalogue expects in it");
        }

        return string.Join(", ", clauses);
    }

    private string Meaning()
    {
        var whole = LiveCount - Lost.Count;
        return Lost.Count == 0 ? $"its {Tracks(LiveCount)} may be missed, but all of their peaks are whole"
            : whole == 0 ? $"its {Tracks(LiveCount)} cannot be searched, and nothing of them can be read"
            : $"of its {Tracks(LiveCount)}, {whole} can be kept, since their peaks are whole";
    }

    private string Remedy() => Lost.Count == 0
        ? "`earmark verify --mend` writes it anew from its peaks, losing nothing"
        : $"restore it from a backup; or `earmark verify --mend` keeps what is whole and takes {Tracks(Lost.Count)} " +
            "out of the library, to be stored again";
}
