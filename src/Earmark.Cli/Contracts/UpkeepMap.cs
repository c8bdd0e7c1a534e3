using Earmark.Indexing;

namespace Earmark.Cli.Contracts;

/// <summary>From what the upkeep of a library found and did to what the tool prints.</summary>
internal static class UpkeepMap
{
    /// <summary>All of it.</summary>
    public static InspectionLine ToLine(Inspection inspection) => new(
        inspection.Folder,
        inspection.IsSound,
        inspection.TrackCount,
        inspection.SegmentCount,
        inspection.PostingCount,
        [.. inspection.Faults.Select(ToLine)],
        [.. inspection.Lost.Select(track => new LostLine(track.RefId, track.Path))]);

    /// <summary>A library's size before and after it was compacted.</summary>
    public static CompactLine ToLine(string folder, IndexStatistics before, IndexStatistics after) => new(
        folder, after.TrackCount, before.SegmentCount, after.SegmentCount, before.TotalBytes, after.TotalBytes);

    /// <summary>One fault.</summary>
    public static FaultLine ToLine(Fault fault) =>
        new(fault.File, fault.Found, fault.Meaning, fault.Remedy, fault.IsMended);
}
