namespace Earmark;

/// <summary>What an export holds.</summary>
/// <param name="TrackCount">Tracks.</param>
/// <param name="Duration">Length of their audio.</param>
/// <param name="ByteCount">Size of the export, in bytes.</param>
public sealed record ExportSummary(long TrackCount, TimeSpan Duration, long ByteCount);
