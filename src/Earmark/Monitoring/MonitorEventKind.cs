namespace Earmark.Monitoring;

/// <summary>What has happened on a source. The numbers are kept in logs.</summary>
public enum MonitorEventKind
{
    /// <summary>The source is being heard, for the first time.</summary>
    SourceOpened = 0,

    /// <summary>A track plays, and that is sure. What is told of it is not final.</summary>
    PlayStarted = 1,

    /// <summary>A play that was told is of another track after all, or begins elsewhere. Not final either.</summary>
    PlayRevised = 2,

    /// <summary>A play that was told is none: what spoke for it at first did not go on to. Told instead of its end.
    /// </summary>
    PlayWithdrawn = 3,

    /// <summary>A play is over. Told once for every play, and final.</summary>
    PlayEnded = 4,

    /// <summary>A stretch that could be heard and is of no track in the library. Final.</summary>
    Unknown = 5,

    /// <summary>A stretch without sound. Final.</summary>
    Silence = 6,

    /// <summary>A live source broke off, or is not there, and is tried again. Told once for each reason.</summary>
    SourceLost = 7,

    /// <summary>A live source is back; the stretch is what was missed.</summary>
    SourceBack = 8,

    /// <summary>So far has been heard; the play, where there is one, is what is on now. Told every few seconds.
    /// </summary>
    Progress = 9,

    /// <summary>The source has more to say of itself, such as that some of it is damaged.</summary>
    Note = 10,

    /// <summary>The source has ended, or monitoring has.</summary>
    SourceEnded = 11,
}
