namespace Earmark.Lab;

/// <summary>How far the songs are read.</summary>
/// <param name="Done">Songs read.</param>
/// <param name="Total">Songs to read.</param>
public sealed record LabProgress(int Done, int Total);
