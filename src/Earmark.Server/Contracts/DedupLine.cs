namespace Earmark.Server.Contracts;

/// <summary>Two tracks that share a recording or a part of one.</summary>
/// <param name="Kind">"copy", "contained" or "part": what B is to A.</param>
/// <param name="Group">Number of the group of copies that both are in; null for other kinds.</param>
/// <param name="Best">Ref id of that group's best copy.</param>
/// <param name="OffsetS">Where in A B's first sample lies.</param>
/// <param name="Speed">How fast B plays what A plays.</param>
internal sealed record DedupLine(
    string Kind,
    int? Group,
    string? Best,
    string A,
    string B,
    string? PathA,
    string? PathB,
    double ADurationS,
    double BDurationS,
    double? KbpsA,
    double? KbpsB,
    int TagsA,
    int TagsB,
    double OverlapS,
    double OffsetS,
    double Speed,
    double ShareA,
    double ShareB,
    double Similarity,
    double Score);
