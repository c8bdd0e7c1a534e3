namespace Earmark;

/// <summary>What to do with a track whose ref id is that of another recording in the library.</summary>
public enum ConflictRule
{
    /// <summary>Leave it out: the library keeps what it has.</summary>
    Skip,

    /// <summary>Take it in, in place of what the library has.</summary>
    Replace,

    /// <summary>Stop there; what came before it stays.</summary>
    Fail,
}
