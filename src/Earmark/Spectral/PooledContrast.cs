namespace Earmark.Spectral;

/// <summary>Contrast in fewer cells than it was heard in, for pictures: <see cref="ContrastRecord.Pool"/>.</summary>
/// <param name="Cells">Shape [frames, bins], nats above the local mean; bins from low to high.</param>
public sealed record PooledContrast(int FrameCount, int BinCount, float[] Cells);
