using Earmark.Matching;

namespace Earmark.Comparing;

/// <summary>Where a clip of one recording lies in another.</summary>
/// <param name="Start">First second of the clip that speaks for it, from the start of the clip's recording.</param>
/// <param name="Stop">End of the last such second.</param>
/// <param name="Time">Middle of the clip, in seconds from the start of its recording.</param>
/// <param name="OtherTime">The same moment in the other recording, in seconds.</param>
/// <param name="Warp">The other recording's time and frequency over the clip's.</param>
/// <param name="Score">Log-likelihood ratio against chance, in nats.</param>
/// <param name="Margin">Score above what beat, key and repetition alone would reach, in nats.</param>
internal readonly record struct Place(
    double Start, double Stop, double Time, double OtherTime, Warp Warp, double Score, double Margin)
{
    /// <summary>Other time of a time in the clip's recording.</summary>
    public double Map(double time) => OtherTime + (Warp.Time * (time - Time));
}
