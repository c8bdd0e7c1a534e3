namespace Earmark.Indexing;

/// <summary>How far an inspection has come.</summary>
/// <param name="Stage">What is looked at: "catalogue", or the name of a file.</param>
/// <param name="BytesDone">Bytes checked.</param>
/// <param name="BytesTotal">Bytes to check, as far as the catalogue could say.</param>
public sealed record InspectionProgress(string Stage, long BytesDone, long BytesTotal);
