using Earmark.Cli.Degrading;

namespace Earmark.Tests.Cli.Degrading;

public sealed class DegraderTests
{
    [Theory]
    [InlineData(-10)]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(20)]
    public void Noise_is_added_at_exactly_the_ratio_asked_for(double snrDb)
    {
        var clean = Noise(seed: 1, length: 44100);
        var noisy = Degrader.Babble(clean, snrDb, seed: 2);

        var difference = noisy.Samples.Zip(clean.Samples, (a, b) => a - b).ToArray();
        var ratio = 10 * Math.Log10(Degrader.Power(clean.Samples) / Degrader.Power(difference));
        Assert.Equal(snrDb, ratio, 0.01);
    }

    [Fact]
    public void A_telephone_passes_speech_and_stops_what_lies_outside()
    {
        Assert.InRange(Gain(1000), -0.5, 0.5);
        Assert.InRange(Gain(300), -4, -2.5);
        Assert.InRange(Gain(3400), -4, -2.5);
        Assert.InRange(Gain(100), -60, -30);
        Assert.InRange(Gain(10000), -100, -30);

        static double Gain(double hertz)
        {
            var tone = Tone(hertz);
            var passed = Degrader.Telephone(tone).Cut(0.1, 0.8);
            return 10 * Math.Log10(Degrader.Power(passed.Samples) / Degrader.Power(tone.Cut(0.1, 0.8).Samples));
        }
    }

    [Fact]
    public void A_room_keeps_the_direct_sound_where_it_is_and_rings_for_its_time()
    {
        var click = new float[44100];
        click[100] = 1;

        var heard = Degrader.Room(new Sound(click, 1), reverberation: 0.5, seed: 3).Samples;

        Assert.Equal(100, Array.IndexOf(heard, heard.Max()));
        Assert.True(Degrader.Power(heard.AsSpan(0, 100)) < 1e-12);
        var early = Degrader.Power(heard.AsSpan(2400, 2000));
        var late = Degrader.Power(heard.AsSpan(2400 + 8820, 2000));
        // 60 dB in 0.5 s are 24 dB in the 0.2 s between the two.
        Assert.Equal(24, 10 * Math.Log10(early / late), 2.0);
    }

    [Fact]
    public void Convolution_agrees_with_its_definition()
    {
        float[] signal = [1, -2, 3, 0.5f, 4];
        float[] response = [0.5f, 0, -1];

        var expected = new float[signal.Length];
        for (var i = 0; i < signal.Length; i++)
        {
            for (var j = 0; j <= Math.Min(i, response.Length - 1); j++)
            {
                expected[i] += response[j] * signal[i - j];
            }
        }

        Assert.Equal(expected, Convolution.Apply(signal, response), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void A_wav_file_round_trips_to_16_bits()
    {
        var sound = new Sound([0, 0.5f, -1, 1, 0.25f, -0.125f], 2);

        var decoded = WavWriter.Decode(WavWriter.Encode(sound));

        Assert.Equal(2, decoded.Channels);
        Assert.Equal(sound.Samples, decoded.Samples, (a, b) => Math.Abs(a - b) < 1f / 32767);
    }

    private static Sound Tone(double hertz)
    {
        var samples = new float[44100];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = 0.5f * (float)Math.Sin(2 * Math.PI * hertz * i / Sound.SampleRate);
        }

        return new Sound(samples, 1);
    }

    private static Sound Noise(int seed, int length)
    {
        var dice = new Dice(seed);
        return new Sound([.. Enumerable.Range(0, length).Select(_ => 0.3f * dice.Noise())], 1);
    }
}
