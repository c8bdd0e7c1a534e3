namespace Earmark.Indexing;

/// <summary>A kind of place that libraries are kept in.</summary>
internal interface ILibraryHome
{
    /// <summary>Whether an address, as a user gives it, is of this kind.</summary>
    bool Holds(string address);

    /// <summary>What messages and results call the library there: the full path, an address without secrets.</summary>
    string NameOf(string address);

    /// <inheritdoc cref="TrackIndex.ReadProfileId"/>
    string? ReadProfileId(string address);

    /// <inheritdoc cref="TrackIndex.Open"/>
    TrackIndex Open(string address, Fingerprinter fingerprinter, IndexAccess access, IndexOptions options);

    /// <inheritdoc cref="TrackIndex.Inspect"/>
    Inspection Inspect(
        string address,
        Func<string, Fingerprinter> fingerprinterOf,
        InspectionOptions options,
        IProgress<InspectionProgress>? progress,
        CancellationToken ct);
}
