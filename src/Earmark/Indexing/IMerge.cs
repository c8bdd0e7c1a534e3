namespace Earmark.Indexing;

/// <summary>One merge, from the choice of its segments to the commit of what they became.</summary>
/// <remarks>
/// It is begun and committed under the writer's lock. What takes long is between: the inputs never change, so it is
/// written beside everything else. Tracks that are retired meanwhile are in it, and stay retired. Disposing of it
/// closes its inputs.
/// </remarks>
internal interface IMerge : IDisposable
{
    /// <summary>Highest track id that it comes to.</summary>
    long LastTrack { get; }

    /// <summary>Writes the merged segment; where it is given up, nothing is left of it.</summary>
    /// <param name="advance">Is told the share that is done, 0 … 1, now and then.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    /// <exception cref="LibraryException">There is no room, or a segment is damaged.</exception>
    void Write(Action<double>? advance, CancellationToken ct);

    /// <summary>Names the merged segment in place of its sources.</summary>
    void Commit();

    /// <summary>Removes the sources, once a commit has replaced them and they are closed.</summary>
    void DeleteSources();
}
