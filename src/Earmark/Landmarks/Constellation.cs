namespace Earmark.Landmarks;

/// <summary>The ranked peaks of one recording: all that matching ever compares.</summary>
/// <param name="Peaks">By frame, then by frequency.</param>
/// <param name="FrameCount">Length of the recording, in frames; every peak lies before it.</param>
public sealed record Constellation(IReadOnlyList<Peak> Peaks, int FrameCount);
