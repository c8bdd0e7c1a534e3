namespace Earmark.Landmarks;

/// <summary>A pair of peaks, reduced to what the index needs.</summary>
/// <param name="Key">The quantised pair, 0 … <see cref="FingerprintProfile.KeyCount"/> − 1.</param>
/// <param name="Frame">Frame of the anchor, from the start of the recording.</param>
public readonly record struct Landmark(int Key, int Frame);
