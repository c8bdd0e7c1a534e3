namespace Earmark.Audio;

/// <summary>How loud a stretch of sound is.</summary>
/// <param name="Rms">Its root mean square; full scale is 1.</param>
/// <param name="Peak">Its largest sample; full scale is 1.</param>
/// <param name="ClippedShare">Share of samples at full scale, 0 … 1.</param>
public readonly record struct SoundLevel(double Rms, double Peak, double ClippedShare)
{
    /// <summary>Below it there is nothing but the noise of the microphone itself, in dB full scale.</summary>
    private const double SilenceDb = -65;

    /// <summary>Below it music can often be named still, but it had better be louder.</summary>
    private const double QuietDb = -48;

    /// <summary>Share of samples at full scale that can be heard as distortion.</summary>
    private const double ClippingShare = 0.002;

    /// <summary>In dB full scale, to a tenth; −120 for nothing at all.</summary>
    public double RmsDb => Decibels(Rms);

    /// <summary>In dB full scale, to a tenth; −120 for nothing at all.</summary>
    public double PeakDb => Decibels(Peak);

    /// <summary>Whether not one sample is but zero: no microphone is that quiet, so it is muted or forbidden.</summary>
    public bool IsDigitalSilence => Peak == 0;

    /// <summary>Whether that is of any use.</summary>
    public Loudness Loudness => RmsDb < SilenceDb ? Loudness.Silence
        : ClippedShare > ClippingShare ? Loudness.Clipping
        : RmsDb < QuietDb ? Loudness.Quiet
        : Loudness.Ok;

    private static double Decibels(double amplitude) => Math.Round(20 * Math.Log10(Math.Max(amplitude, 1e-6)), 1);
}
