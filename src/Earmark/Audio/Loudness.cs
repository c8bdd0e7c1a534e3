namespace Earmark.Audio;

/// <summary>Whether a microphone is loud enough to name music by.</summary>
public enum Loudness
{
    /// <summary>Nothing but the noise of the microphone itself.</summary>
    Silence,

    /// <summary>Music can often be named still, but it had better be louder.</summary>
    Quiet,

    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>So loud that it is distorted.</summary>
    Clipping,
}
