using Earmark.Audio;
using Earmark.Matching;

namespace Earmark;

/// <summary>What of a recording to identify, and how.</summary>
public sealed record QueryOptions
{
    /// <summary>Where in the recording the clip begins.</summary>
    public TimeSpan Start { get; init; }

    /// <summary>How long the clip is; null for all that follows.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Layout of raw samples; null for a recording that says itself what it is.</summary>
    public PcmFormat? Pcm { get; init; }

    /// <summary>
    /// How much the decoder may take, such as for uploads of strangers; what it says of rate, start and duration counts
    /// for nothing here.
    /// </summary>
    public AudioOptions Decoding { get; init; } = new();

    /// <summary>Whether the answer keeps what was heard, cell by cell, to be drawn: 67 KB per second.</summary>
    public bool KeepsContrast { get; init; }

    /// <summary>How the answer is found.</summary>
    public MatchOptions Match { get; init; } = new();
}
