namespace Earmark;

/// <summary>How far an export, an import or a merge has come.</summary>
/// <param name="TracksDone">Tracks written, or read and dealt with.</param>
/// <param name="Share">Share of the whole that is done, 0 … 1; null where the whole is unknown, as in a pipe.</param>
public sealed record TransferProgress(long TracksDone, double? Share);
