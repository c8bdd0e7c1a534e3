namespace Earmark.Comparing;

/// <summary>What two tracks that share a recording are to each other.</summary>
public enum SharedKind
{
    /// <summary>One recording from end to end, in another encoding or at another speed perhaps.</summary>
    Copy,

    /// <summary>One is contained in the other.</summary>
    Contained,

    /// <summary>They share a part: an edit, a remix, the same sample at length.</summary>
    Part,
}
