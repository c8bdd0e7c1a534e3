using Earmark.Indexing;

namespace Earmark.Comparing;

/// <summary>Another track, and where a moment of a track may lie in it.</summary>
/// <param name="Frame">Of the track: the moment.</param>
/// <param name="OtherFrame">The same moment in the other track.</param>
/// <param name="Factor">The other track's frames per frame.</param>
/// <param name="Votes">Landmarks that say so.</param>
internal readonly record struct TrackCandidate(
    Segment Segment, SegmentTrack Other, double Frame, double OtherFrame, double Factor, int Votes);
