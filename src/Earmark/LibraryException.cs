namespace Earmark;

/// <summary>
/// A library that cannot be opened, read or written as asked. The message is one sentence: what was found, what was
/// expected and what to do.
/// </summary>
public sealed class LibraryException : Exception
{
    /// <inheritdoc/>
    public LibraryException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public LibraryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether only the snapshot that was read is too old, so that a new one has what was sought.</summary>
    internal bool IsOutdated { get; init; }

    /// <summary>Whether it may well be over soon, as where the nodes of a cluster do not answer.</summary>
    internal bool IsPassing { get; init; }
}
