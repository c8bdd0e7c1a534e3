namespace Earmark.Matching;

/// <summary>What an answer says.</summary>
public enum Decision
{
    /// <summary>No track of the library explains the clip better than chance might.</summary>
    None,

    /// <summary>A track does; others may too, less well.</summary>
    Match,

    /// <summary>Several do, equally well.</summary>
    Ambiguous,
}
