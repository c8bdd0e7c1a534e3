using Earmark.Audio;

namespace Earmark.Tests.Audio;

public sealed class RawAudioTests : IDisposable
{
    private readonly TestAudio _audio = new();

    [Fact]
    public void Channels_stay_apart_and_the_rate_is_the_files()
    {
        var samples = new short[] { 16384, -16384, 0, 8192, -32768, 32767 };
        var path = _audio.Write(
            "a.wav", TestAudio.Wav(1, 2, 22_050, 16, [.. samples.SelectMany(BitConverter.GetBytes)]));

        var raw = Read(path);

        Assert.Equal((22_050, 2), (raw.SampleRate, raw.ChannelCount));
        Assert.Equal([0.5f, -0.5f, 0, 0.25f, -1, 32767 / 32768f], raw.Samples);
        Assert.Empty(raw.Warnings);
    }

    [Fact]
    public void What_FFmpeg_decodes_is_what_the_wave_file_holds()
    {
        var wave = _audio.WriteClick("click.wav");
        var flac = _audio.Encode("click.wav", "click.flac");

        Assert.Equal(Read(wave).Samples, Read(flac).Samples);
    }

    [Fact]
    public void A_recording_beyond_either_limit_is_refused()
    {
        var path = _audio.Write("long.wav", TestAudio.Wav(1, 1, 8000, 16, new byte[2 * 8000 * 61]));

        Assert.Equal(8000 * 61, Read(path).Samples.Length);
        Assert.Contains("longer than 1 min", Fault(TimeSpan.FromMinutes(1), int.MaxValue), StringComparison.Ordinal);
        Assert.Contains("longer than 0 min", Fault(TimeSpan.FromDays(1), 1000), StringComparison.Ordinal);

        string Fault(TimeSpan time, int frames) =>
            Assert.Throws<AudioException>(
                () => RawAudio.Read(path, new AudioOptions(), time, frames, CancellationToken.None)).Message;
    }

    [Theory]
    [InlineData(0.0, 2.0)]
    [InlineData(5.001, 0.5)]
    [InlineData(60.9, null)]
    [InlineData(60.9, 100.0)]
    public void A_part_is_what_the_whole_has_there(double start, double? duration)
    {
        var noise = new byte[2 * 8000 * 61];
        new Random(1).NextBytes(noise);
        var path = _audio.Write("noise.wav", TestAudio.Wav(1, 1, 8000, 16, noise));

        var part = Read(path, new AudioOptions
        {
            Start = TimeSpan.FromSeconds(start),
            Duration = duration is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        });

        var wanted = Read(path).Samples.Skip((int)(8000 * start)).Take((int)(8000 * (duration ?? 100)));
        Assert.Equal(wanted, part.Samples);
        Assert.Empty(part.Warnings);
    }

    [Fact]
    public void Of_a_long_recording_a_short_part_is_taken()
    {
        var path = _audio.Write("long.wav", TestAudio.Wav(1, 1, 8000, 16, new byte[2 * 8000 * 90]));
        var part = new AudioOptions { Start = TimeSpan.FromSeconds(70), Duration = TimeSpan.FromSeconds(5) };

        var raw = RawAudio.Read(path, part, TimeSpan.FromMinutes(1), int.MaxValue, CancellationToken.None);

        Assert.Equal(8000 * 5, raw.Samples.Length);
    }

    [Fact]
    public void A_start_behind_the_end_is_refused()
    {
        var path = _audio.Write("short.wav", TestAudio.Wav(1, 1, 8000, 16, new byte[2 * 8000 * 2]));

        var fault = Assert.Throws<AudioException>(
            () => Read(path, new AudioOptions { Start = TimeSpan.FromSeconds(2) }));

        Assert.Contains("lasts 2.0 s; expected a start within that", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_samples_is_said_to_be_one()
    {
        var path = _audio.Write("empty.wav", TestAudio.Wav(1, 2, 44_100, 16, []));

        var fault = Assert.Throws<AudioException>(() => Read(path));
        Assert.Contains("holds no samples", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_cut_off_is_read_with_a_warning()
    {
        _audio.WriteClick("click.wav");
        var whole = File.ReadAllBytes(_audio.Encode("click.wav", "click.flac"));
        var path = _audio.Write("cut.flac", whole[..(whole.Length / 3)]);

        Assert.NotEmpty(Read(path).Warnings);
    }

    public void Dispose() => _audio.Dispose();

    private static RawAudio Read(string path, AudioOptions? options = null) => RawAudio.Read(
        path, options ?? new AudioOptions(), TimeSpan.FromHours(1), int.MaxValue, CancellationToken.None);
}
