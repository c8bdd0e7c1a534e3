namespace Earmark.Lab;

/// <summary>Two peaks, the later of them or the higher of the same segment second.</summary>
/// <param name="Frame1">Segment of the first.</param>
/// <param name="Frame2">Segment of the second.</param>
/// <param name="Bin1">Frequency of the first.</param>
/// <param name="Bin2">Frequency of the second.</param>
public readonly record struct LabPair(int Frame1, int Frame2, int Bin1, int Bin2);
