namespace Earmark;

/// <summary>What became of a track that was to be taken over.</summary>
public enum ImportStatus
{
    /// <summary>It is in the library now.</summary>
    Imported,

    /// <summary>It is in the library, in place of another recording or of other details.</summary>
    Replaced,

    /// <summary>It was in the library: the same fingerprint under the same ref id.</summary>
    Unchanged,

    /// <summary>A conflict: it is not in the library, or not under this ref id, by the rule chosen.</summary>
    Skipped,
}
