namespace Earmark.Matching;

/// <summary>
/// Where a clip lies in a track: reference time = Offset + Warp.Time · clip time, and frequency likewise.
/// </summary>
/// <param name="Offset">
/// Seconds into the track at which the clip's first sample lies; negative before its start.
/// </param>
internal readonly record struct Placement(double Offset, Warp Warp)
{
    /// <summary>Time in the track of a time in the query, in seconds.</summary>
    public double Map(double time) => Offset + (Warp.Time * time);
}
