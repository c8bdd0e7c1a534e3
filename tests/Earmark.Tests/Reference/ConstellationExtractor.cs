using Earmark.Landmarks;

namespace Earmark.Tests.Reference;

/// <summary>The constellation of a whole recording, straight from fingerprint.md, section 1, in double.</summary>
internal static class ConstellationExtractor
{
    public static List<Peak> Extract(float[] samples, FingerprintProfile profile, int peakRate)
    {
        var levels = Spectrogram.Levels(samples, profile);
        var peaks = PeakPicker.Pick(Spectrogram.Contrast(levels, profile), levels, profile).Select(peak =>
            new SalientPeak(peak.Frame, Step(peak.Bin, peak.Shift), (float)peak.Salience));
        return PeakRanker.Keep([.. peaks], samples.Length, profile, peakRate);
    }

    private static ushort Step(int bin, double shift) =>
        (ushort)((bin * Peak.StepsPerBin) + Math.Clamp((int)Math.Round(shift * Peak.StepsPerBin), -4, 3));
}
