namespace Earmark.Server.Contracts;

/// <summary>What a tracklist is written as.</summary>
internal enum TracklistKind
{
    /// <summary>A line per track, for people.</summary>
    Text,

    /// <summary>A CUE sheet, which players and burners read.</summary>
    Cue,

    /// <summary>Labels, which Audacity imports.</summary>
    Labels,
}
