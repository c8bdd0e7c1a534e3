namespace Earmark.Server.Contracts;

/// <summary>Counts in bins of equal width.</summary>
/// <param name="StartS">Where the first bin begins.</param>
/// <param name="BinS">How wide each is.</param>
internal sealed record HistogramLine(double StartS, double BinS, IReadOnlyList<int> Counts);
