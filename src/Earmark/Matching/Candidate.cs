using Earmark.Indexing;

namespace Earmark.Matching;

/// <summary>A track and a place in it that the votes name; verification decides.</summary>
/// <param name="Votes">Hits there.</param>
internal readonly record struct Candidate(Segment Segment, SegmentTrack Track, Placement Placement, int Votes);
