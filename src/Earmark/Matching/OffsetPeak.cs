namespace Earmark.Matching;

/// <summary>A place on the index's time line where many pairs agree.</summary>
/// <param name="Bin">In bins of <see cref="OffsetHistogram.FramesPerBin"/>, with a fraction.</param>
/// <param name="Votes">Hits there.</param>
internal readonly record struct OffsetPeak(double Bin, int Votes);
