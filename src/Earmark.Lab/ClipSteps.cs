using Earmark.Audio;

namespace Earmark.Lab;

/// <summary>What each step made of the clip.</summary>
/// <param name="Channels">As read. Shape [frames, channels], full scale ±1.</param>
/// <param name="Sound">Step 1.</param>
/// <param name="Spectrogram">Step 2.</param>
/// <param name="Peaks">Step 3, by the rule that was asked for.</param>
/// <param name="Pairs">Step 4.</param>
/// <param name="Warnings">What was wrong though something could be read, a sentence each.</param>
public sealed record ClipSteps(
    float[] Channels,
    LabSound Sound,
    LabSpectrogram Spectrogram,
    PeakMap Peaks,
    IReadOnlyList<LabPair> Pairs,
    IReadOnlyList<string> Warnings)
{
    /// <summary>How long the clip lasts.</summary>
    public double Seconds => (double)Sound.FrameCount / Sound.SourceRate;

    /// <summary>Takes a clip through steps 1 to 4.</summary>
    /// <exception cref="AudioException">It cannot be read, is too short or long, or has no pair of peaks.</exception>
    public static ClipSteps Of(LabOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var part = new AudioOptions { Start = options.Start, Duration = options.Duration };
        var isPart = options.Start > TimeSpan.Zero || options.Duration is not null;
        var name = isPart ? $"The part of {options.Clip} that was asked for" : options.Clip;
        var raw = LabSound.ReadRaw(options.Clip, part, ct);
        var sound = LabSound.Of(raw, name);
        var spectrogram = LabSpectrogram.Of(sound.Samples);
        if (spectrogram.Mean() <= 0)
        {
            throw new AudioException(
                $"{name} is silent: all of its samples are equal; expected a clip with music in it.");
        }

        var peaks = options.Settings.Pick(spectrogram);
        var pairs = PairScan.Scan(peaks);
        if (pairs.Count == 0)
        {
            throw new AudioException(
                $"{name} has {peaks.Count} peaks and no pair of them; expected music of a few seconds: " +
                "take a longer or louder clip.");
        }

        return new ClipSteps(raw.Samples, sound, spectrogram, peaks, pairs, raw.Warnings);
    }
}
