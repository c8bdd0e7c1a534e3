namespace Earmark.Cli.Verbs;

/// <summary>A file that a tracklist is written to.</summary>
internal sealed record TracklistFile(string Path, TracklistKind Kind);
