namespace Earmark.Landmarks;

/// <summary>A peak before it is ranked.</summary>
/// <param name="Frame">Frame index from the start of the recording.</param>
/// <param name="Step">Frequency in eighths of a bin, as in <see cref="Peak.Step"/>.</param>
/// <param name="Salience">Contrast of the cell: nats above the mean level around it.</param>
internal readonly record struct SalientPeak(int Frame, ushort Step, float Salience);
