namespace Earmark.Matching;

/// <summary>A place on the index's time line where many anchors agree.</summary>
/// <param name="Bin">In bins of <see cref="OffsetHistogram.FramesPerBin"/>, with a fraction.</param>
/// <param name="Score">Anchors that agree.</param>
internal readonly record struct OffsetPeak(double Bin, double Score);
