namespace Earmark.Matching;

/// <summary>
/// How many landmarks agree on where in a track a clip begins, stretch by stretch: the right answer is a spike.
/// </summary>
/// <param name="Start">Seconds into the track at which the first bin begins; below 0: clips can begin earlier.</param>
/// <param name="BinWidth">In seconds.</param>
/// <param name="Counts">The most that agree within 0.1 s. Shape [bins].</param>
public sealed record OffsetCounts(double Start, double BinWidth, IReadOnlyList<int> Counts);
