using Earmark.Audio;

namespace Earmark.Tests.Audio;

public sealed class LevelMeterTests
{
    private static readonly PcmFormat Format = new(SampleEncoding.Signed16, 8000, 1);

    [Theory]
    [InlineData(0, Loudness.Silence)]
    [InlineData(10, Loudness.Silence)]
    [InlineData(60, Loudness.Quiet)]
    [InlineData(3_000, Loudness.Ok)]
    [InlineData(32_700, Loudness.Clipping)]
    public void A_steady_sample_is_as_loud_as_it_is_large(short sample, Loudness loudness) =>
        Assert.Equal(loudness, Measure(sample, sample, sample).Loudness);

    [Fact]
    public void Levels_are_in_decibels_of_full_scale()
    {
        var level = Measure(16_384, -16_384, 16_384);

        Assert.Equal(-6, level.RmsDb);
        Assert.Equal(-6, level.PeakDb);
    }

    [Fact]
    public void Only_zeros_are_digital_silence()
    {
        Assert.True(Measure(0, 0).IsDigitalSilence);
        Assert.True(new LevelMeter(Format).Level.IsDigitalSilence);
        Assert.False(Measure(0, 1).IsDigitalSilence);
    }

    private static SoundLevel Measure(params short[] samples)
    {
        var meter = new LevelMeter(Format);
        meter.Add(samples.SelectMany(BitConverter.GetBytes).ToArray());
        return meter.Level;
    }
}
