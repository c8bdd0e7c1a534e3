namespace Earmark.Matching;

/// <summary>A peak of a clip, or of a track where it lies under the clip.</summary>
/// <param name="Time">Seconds from the start of the clip, of the track's peaks too.</param>
/// <param name="Frequency">Hertz as the clip has them, of the track's peaks too.</param>
/// <param name="Rank">How many peaks per second are more salient nearby.</param>
/// <param name="IsMatched">Whether the other one has a peak here, within 24 ms and 6 Hz.</param>
public readonly record struct ExplainedPeak(double Time, double Frequency, int Rank, bool IsMatched);
