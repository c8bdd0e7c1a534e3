namespace Earmark.Matching;

/// <summary>How many landmarks would have a clip begin in each stretch of a track: the right answer is a spike.</summary>
/// <param name="Start">Seconds into the track at which the first bin begins; below 0, as clips may begin before it.</param>
/// <param name="BinWidth">In seconds.</param>
/// <param name="Counts">Shape [bins].</param>
public sealed record OffsetCounts(double Start, double BinWidth, IReadOnlyList<int> Counts);
