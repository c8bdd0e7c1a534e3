namespace Earmark.Matching;

/// <summary>A landmark that a clip and a track have in common.</summary>
/// <param name="QueryTime">Where in the clip, in seconds.</param>
/// <param name="ReferenceTime">Where in the track, in seconds.</param>
/// <param name="IsAligned">Whether both are where the answer says that the clip lies in the track.</param>
public readonly record struct LandmarkHit(double QueryTime, double ReferenceTime, bool IsAligned);
