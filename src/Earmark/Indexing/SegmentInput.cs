using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>A track on its way into a segment.</summary>
/// <param name="TrackId">The catalogue's id of it.</param>
/// <param name="FrameCount">Length, in frames.</param>
/// <param name="Landmarks">By frame; all lie before the end.</param>
/// <param name="Constellation">What <see cref="ConstellationCodec"/> made of its peaks.</param>
internal sealed record SegmentInput(long TrackId, int FrameCount, Landmark[] Landmarks, byte[] Constellation);
