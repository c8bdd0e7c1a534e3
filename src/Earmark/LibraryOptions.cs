using Earmark.Indexing;

namespace Earmark;

/// <summary>How a library is opened.</summary>
public sealed record LibraryOptions
{
    /// <summary>
    /// The profile it must have; null for the one it was made with, or <see cref="FingerprintProfile.Full"/> if new.
    /// </summary>
    public FingerprintProfile? Profile { get; init; }

    /// <summary>
    /// Only ask it: beside any number of others, and never in the way of the one process that stores.
    /// </summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether there must be a library already; false makes one where there is none.</summary>
    public bool MustExist { get; init; }

    /// <summary>How it is kept: changes its speed and the memory it takes, and no answer.</summary>
    public IndexOptions Index { get; init; } = new();
}
