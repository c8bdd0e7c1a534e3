namespace Earmark.Server.Contracts;

/// <summary>The size of a library.</summary>
internal sealed record StatsLine(
    string Library, string Profile, int Tracks, double DurationS, long Postings, int Segments, long BytesOnDisk);
