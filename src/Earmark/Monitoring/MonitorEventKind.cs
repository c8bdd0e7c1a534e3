namespace Earmark.Monitoring;

/// <summary>What has happened on a source.</summary>
public enum MonitorEventKind
{
    /// <summary>The source is being heard, for the first time.</summary>
    SourceOpened,

    /// <summary>A track plays, and that is sure. What is told of it is not final.</summary>
    PlayStarted,

    /// <summary>A play that was told is of another track after all, or begins elsewhere. Not final either.</summary>
    PlayRevised,

    /// <summary>A play that was told is none: what spoke for it at first did not go on to. Told instead of its end.
    /// </summary>
    PlayWithdrawn,

    /// <summary>A play is over. Told once for every play, and final.</summary>
    PlayEnded,

    /// <summary>A stretch that could be heard and is of no track in the library. Final.</summary>
    Unknown,

    /// <summary>A stretch without sound. Final.</summary>
    Silence,

    /// <summary>A live source broke off, and is tried again.</summary>
    SourceLost,

    /// <summary>A live source is back; the stretch is what was missed.</summary>
    SourceBack,

    /// <summary>So far has been heard; the play, where there is one, is what is on now. Told every few seconds.</summary>
    Progress,

    /// <summary>The source has more to say of itself, such as that some of it is damaged.</summary>
    Note,

    /// <summary>The source has ended, or monitoring has.</summary>
    SourceEnded,
}
