namespace Earmark.Server.Contracts;

/// <summary>An export that has been made.</summary>
/// <param name="File">Its full path.</param>
/// <param name="Profile">Id of the profile that a library must have to import it.</param>
internal sealed record ExportLine(string File, string Profile, long Tracks, double DurationS, long Bytes);
