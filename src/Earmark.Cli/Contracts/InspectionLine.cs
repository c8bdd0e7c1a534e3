namespace Earmark.Cli.Contracts;

/// <summary>What `verify` found in a library.</summary>
/// <param name="Sound">Whether there was no fault at all.</param>
/// <param name="Lost">Tracks to store again; after mending they are no longer in the library.</param>
internal sealed record InspectionLine(
    string Library,
    bool Sound,
    int Tracks,
    int Segments,
    long Postings,
    IReadOnlyList<FaultLine> Faults,
    IReadOnlyList<LostLine> Lost);
