namespace Earmark;

/// <summary>What became of a file.</summary>
public enum StoreStatus
{
    /// <summary>It is in the library.</summary>
    Stored,

    /// <summary>It is in the library in place of an older version.</summary>
    Replaced,

    /// <summary>It was in the library, and has not changed since.</summary>
    Skipped,

    /// <summary>It could not be read.</summary>
    Failed,
}
