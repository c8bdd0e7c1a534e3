using Earmark.Indexing;

namespace Earmark.Cli.Contracts;

/// <summary>From what an inspection found to what the tool prints.</summary>
internal static class InspectionMap
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

    /// <summary>One fault.</summary>
    public static FaultLine ToLine(Fault fault) =>
        new(fault.File, fault.Found, fault.Meaning, fault.Remedy, fault.IsMended);
}
