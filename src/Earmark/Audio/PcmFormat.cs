namespace Earmark.Audio;

/// <summary>The layout of uncompressed audio: frames of one sample per channel, interleaved.</summary>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
public readonly record struct PcmFormat(SampleEncoding Encoding, int SampleRate, int Channels)
{
    /// <summary>Lowest rate that is taken for audio, in hertz.</summary>
    public const int SampleRateMin = 1_000;

    /// <summary>Highest rate that is taken for audio, in hertz.</summary>
    public const int SampleRateMax = 768_000;

    /// <summary>Most channels that are taken for audio.</summary>
    public const int ChannelsMax = 64;

    /// <summary>Bytes of one sample of one channel.</summary>
    public int SampleBytes => Encoding switch
    {
        SampleEncoding.Unsigned8 => 1,
        SampleEncoding.Signed16 => 2,
        SampleEncoding.Signed24 => 3,
        SampleEncoding.Ieee64 => 8,
        _ => 4,
    };

    /// <summary>Bytes of one frame.</summary>
    public int FrameBytes => SampleBytes * Channels;

    /// <summary>What is wrong with the format, as the end of a sentence that begins with its source; null if all is
    /// well.</summary>
    internal string? Fault =>
        SampleRate is < SampleRateMin or > SampleRateMax
            ? $"has {SampleRate} samples per second; expected {SampleRateMin} to {SampleRateMax}"
        : Channels is < 1 or > ChannelsMax ? $"has {Channels} channels; expected 1 to {ChannelsMax}"
        : null;
}
