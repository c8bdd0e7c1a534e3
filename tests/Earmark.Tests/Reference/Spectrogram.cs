using System.Numerics;

namespace Earmark.Tests.Reference;

/// <summary>
/// Levels and contrast of a whole recording by the definition in fingerprint.md, section 1, in double.
/// </summary>
internal static class Spectrogram
{
    /// <summary>ln(|X|² + 10⁻⁹). Shape [frames][bins of the band].</summary>
    public static double[][] Levels(float[] samples, FingerprintProfile profile)
    {
        var (length, hop) = (profile.WindowLength, profile.HopLength);
        var window = Window(length);
        var frameCount = samples.Length < length ? 0 : ((samples.Length - length) / hop) + 1;
        return
        [
            .. Enumerable.Range(0, frameCount).Select(frame =>
            {
                var points = window.Select((weight, i) => new Complex(weight * samples[(frame * hop) + i], 0));
                var bins = Fourier.ByHalves([.. points]);
                return bins[profile.LowestBin..(profile.HighestBin + 1)].Select(Level).ToArray();
            }),
        ];

        static double Level(Complex bin) => Math.Log((bin.Real * bin.Real) + (bin.Imaginary * bin.Imaginary) + 1e-9);
    }

    /// <summary>Levels less their mean over the box. Shape as <paramref name="levels"/>.</summary>
    public static double[][] Contrast(double[][] levels, FingerprintProfile profile)
    {
        var boxLength = Math.Min((2 * profile.ContrastFrameRadius) + 1, levels.Length);
        return
        [
            .. levels.Select((row, frame) =>
            {
                // In time the box slides inwards and keeps its length; in frequency it is cut off.
                var first = Math.Clamp(frame - profile.ContrastFrameRadius, 0, levels.Length - boxLength);
                var box = levels[first..(first + boxLength)];
                var means = row.Select((_, bin) => box.Average(other => other[bin])).ToArray();
                return row.Select((level, bin) => level - Around(means, bin, profile.ContrastBinRadius)).ToArray();
            }),
        ];

        static double Around(double[] means, int bin, int radius) =>
            means[Math.Max(0, bin - radius)..Math.Min(means.Length, bin + radius + 1)].Average();
    }

    /// <summary>Hann, at half-integer points, scaled so that half its sum is one.</summary>
    private static double[] Window(int length)
    {
        var shape = Enumerable.Range(0, length)
            .Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / length))).ToArray();
        return [.. shape.Select(value => value / (0.5 * shape.Sum()))];
    }
}
