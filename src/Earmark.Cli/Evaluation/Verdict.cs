namespace Earmark.Cli.Evaluation;

/// <summary>What an answer is worth.</summary>
internal enum Verdict
{
    /// <summary>No answer.</summary>
    None,

    /// <summary>The track, as the one answer or the best.</summary>
    Right,

    /// <summary>"Ambiguous", and the track is among those listed.</summary>
    AmongSeveral,

    /// <summary>Other tracks; to a clip of no track of the library, any answer.</summary>
    Wrong,
}
