namespace Earmark.Matching;

/// <summary>What an answer says.</summary>
public enum Decision
{
    /// <summary>No track of the library explains the clip better than chance might.</summary>
    None,

    /// <summary>One track does.</summary>
    Match,

    /// <summary>Several do, equally well.</summary>
    Ambiguous,
}
