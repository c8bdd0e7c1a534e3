using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;

namespace Earmark.Monitoring;

/// <summary>A place of a track that a clip was found at.</summary>
/// <param name="Peaks">Of the whole track, so that it can be followed whatever becomes of the snapshot.</param>
/// <param name="Time">Middle of the clip, on the source's clock, in seconds.</param>
/// <param name="ReferenceTime">Where in the track that is, in seconds.</param>
/// <param name="EValue">Expected false matches as good, per clip.</param>
internal sealed record Sighting(
    SegmentTrack Track, Peak[] Peaks, double Time, double ReferenceTime, Warp Warp, double Score, double EValue);
