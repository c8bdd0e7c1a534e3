using System.Text.Json.Serialization;

namespace Earmark.Server.Contracts;

/// <summary>Why an answer was given: what of which track was heard where.</summary>
/// <param name="Id">Of the answer; only where a history is kept.</param>
/// <param name="Hits">
/// Landmarks in common: seconds in the clip, seconds in the track, and 1 where they lie on the diagonal.
/// </param>
/// <param name="HitCount">How many there are in all.</param>
/// <param name="Histogram">
/// How many of them agree, within 0.1 s, on where the clip begins: the most in each stretch of the track.
/// </param>
/// <param name="Coverage">Second by second of the clip: peaks found, peaks the track has there.</param>
/// <param name="Peaks">Seconds and hertz of the strongest peaks heard, and 1 where the track has a peak, too.</param>
/// <param name="TrackPeaks">
/// Seconds in the clip and hertz of the track's peaks under it, and 1 where the clip has a peak, too.
/// </param>
/// <param name="Reasons">How it was decided; null of answers that were kept before there was such a thing.</param>
internal sealed record EvidencePageLine(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    MatchLine Match,
    double TrackDurationS,
    IReadOnlyList<double[]> Hits,
    int HitCount,
    HistogramLine Histogram,
    IReadOnlyList<int[]> Coverage,
    IReadOnlyList<double[]> Peaks,
    IReadOnlyList<double[]> TrackPeaks,
    IReadOnlyList<MatchLine> RunnersUp,
    ReasonsLine? Reasons)
{
    /// <summary>What was heard, coarsely; only of the newest answers, and where there was sound.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ContrastLine? Contrast { get; init; }
}
