namespace Earmark.Cli.Contracts;

/// <summary>What `compact` made of a library.</summary>
internal sealed record CompactLine(
    string Library, int Tracks, int SegmentsBefore, int SegmentsAfter, long BytesBefore, long BytesAfter);
