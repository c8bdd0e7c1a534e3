using Earmark.Cli.Degrading;

namespace Earmark.Tests.Cli.Degrading;

public sealed class ConditionTests
{
    [Theory]
    [InlineData("clean", "clean")]
    [InlineData("babble:-5, babble:5", "babble:-5 babble:+5")]
    [InlineData("mic", "mic:+5 mic:0 mic:-5")]
    [InlineData("speed:+5,speed:5", "speed:+5")]
    [InlineData("tempo:+5/pitch:-1.5", "tempo:+5/pitch:-1.5")]
    [InlineData("reverb/babble:0/opus:16", "reverb/babble:0/opus:16")]
    public void A_list_is_read_and_named_as_it_is_written(string text, string names) =>
        Assert.Equal(names, string.Join(' ', Condition.ParseList(text).Select(condition => condition.Name)));

    [Theory]
    [InlineData("bable:-5", "There is no condition bable; there are clean, mp3,")]
    [InlineData("babble:loud", "babble:loud cannot be; babble goes from -40 to 60 dB")]
    [InlineData("speed:+500", "speed goes from -40 to 60 %")]
    [InlineData("babble:1:2", "babble:1:2 cannot be")]
    [InlineData("clean:3", "clean has no level")]
    [InlineData("tempo:+5/", "There is no condition ;")]
    public void What_is_no_condition_is_refused_with_what_there_is(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Condition.ParseList(text)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("babble:0", 1, 1)]
    [InlineData("speed:+5", 1.05, 1.05)]
    [InlineData("tempo:-10", 0.9, 1)]
    [InlineData("pitch:+12", 1, 2)]
    [InlineData("tempo:+5/pitch:-12", 1.05, 0.5)]
    public void Factors_multiply_over_the_steps(string text, double time, double frequency)
    {
        var condition = Condition.ParseList(text).Single();

        Assert.Equal(time, condition.TimeFactor, 1e-9);
        Assert.Equal(frequency, condition.FrequencyFactor, 1e-9);
    }

    [Theory]
    [InlineData("babble:-10")]
    [InlineData("babble:+10")]
    [InlineData("white:0")]
    [InlineData("pink:-5")]
    public async Task Noise_has_the_ratio_asked_for_over_the_clip_whatever_lies_around_it(string text)
    {
        // Much louder before the clip than in it.
        var samples = TestSignals.Noise(seed: 4, seconds: 3);
        for (var i = 0; i < Sound.SampleRate; i++)
        {
            samples[i] *= 3;
        }

        var take = new Take(samples, Sound.SampleRate, Sound.SampleRate);
        var condition = Condition.ParseList(text).Single();
        var heard = Assert.Single(await condition.Steps[0].Degradation.AdaptAsync!(
            [take], condition.Steps[0].Level, Around(), CancellationToken.None));

        var noise = heard.Clip.ToArray().Zip(take.Clip.ToArray(), (a, b) => a - b).ToArray();
        var ratio = 10 * Math.Log10(Degrader.Power(take.Clip) / Degrader.Power(noise));
        Assert.Equal(condition.Steps[0].Level, ratio, 0.01);
    }

    [Theory]
    [InlineData("speed:+10", 0.001)]
    [InlineData("speed:-10", 0.001)]
    [InlineData("tempo:+10", 0.03)]
    [InlineData("pitch:+2", 0.03)]
    public async Task Changes_of_speed_leave_the_clip_where_the_truth_says(string text, double tolerance)
    {
        var condition = Condition.ParseList(text).Single();
        if (condition.Obstacle(hasNoises: false) is not null)
        {
            return;
        }

        var bursts = TestSignals.Bursts(seconds: 8, interval: 1);
        var start = 2 * Sound.SampleRate;
        var length = 5 * Sound.SampleRate;
        var heard = (await condition.ApplyAsync(
            new Take(bursts.Samples, start, length), [5 / condition.TimeFactor], Around(), CancellationToken.None))[0];

        Assert.Equal(length / condition.TimeFactor, heard.Length, 2.0);
        var clip = new Sound(heard.Clip.ToArray(), 1);
        Assert.All(
            TestSignals.Delays(bursts.Cut(2, 5), clip, interval: 1, condition.TimeFactor),
            delay => Assert.InRange(delay, -tolerance, tolerance));
    }

    // How far samples may be off: none where a filter is ours; where FFmpeg works, it ends differently.
    [Theory]
    [InlineData("clean", 0)]
    [InlineData("telephone", 0)]
    [InlineData("volume:-20", 0)]
    [InlineData("babble:0", 0)]
    [InlineData("babble:-5/telephone", 0)]
    [InlineData("clip:20", 0)]
    [InlineData("gsm", 1e-6)]
    [InlineData("opus:24", 1e-6)]
    [InlineData("reverb", 1e-6)]
    [InlineData("mic:0", 1e-6)]
    [InlineData("speed:+5/white:0", 0.001)]
    [InlineData("white:0/speed:-5", 0.001)]
    public async Task A_short_clip_is_the_same_with_longer_ones_beside_it_and_alone(string text, double tolerance)
    {
        var condition = Condition.ParseList(text).Single();
        if (condition.Obstacle(hasNoises: false) is not null)
        {
            return;
        }

        var sound = TestSignals.Bursts(seconds: 5, interval: 0.25);
        var (before, shorter, longer) = (Sound.SampleRate, 1.0, 2.5);

        var both = await condition.ApplyAsync(Cut(longer), [shorter, longer], Around(), CancellationToken.None);
        var alone = await condition.ApplyAsync(Cut(shorter), [shorter], Around(), CancellationToken.None);

        // A change of speed may round the last sample away.
        Assert.Equal(alone[0].Length, both[0].Length, tolerance: 1.0);
        Assert.Equal(Sound.ToSamples(longer), both[1].Length, tolerance: 1.0);
        var heard = Sound.ToSamples(shorter) - (Sound.SampleRate / 20);
        Assert.Equal(
            alone[0].Clip[..heard].ToArray(), both[0].Clip[..heard].ToArray(),
            (a, b) => Math.Abs(a - b) <= tolerance);
        Assert.True(Degrader.Power(both[0].Clip) > 1e-6);

        Take Cut(double seconds)
        {
            var length = Sound.ToSamples(seconds * condition.TimeFactor);
            return new Take(sound.Samples[..(before + length + (Sound.SampleRate / 2))], before, length);
        }
    }

    [Fact]
    public async Task What_is_asked_about_is_never_louder_than_a_file_can_hold()
    {
        var take = new Take(TestSignals.Noise(seed: 1, seconds: 1), 1000, 20_000);
        foreach (var condition in Condition.ParseList("white:-20,clip:20,reverb,mic:0,lowpass:500"))
        {
            var heard = Assert.Single(await condition.ApplyAsync(
                take, [20_000.0 / Sound.SampleRate], Around(), CancellationToken.None));

            Assert.InRange(heard.Peak, 0.01f, 0.9501f);
        }
    }

    [Fact]
    public void A_condition_that_needs_recordings_of_noise_says_so() =>
        Assert.Contains("--noise", Condition.ParseList("noise:0").Single().Obstacle(hasNoises: false)!,
            StringComparison.Ordinal);

    [Fact]
    public void The_same_seed_is_heard_in_the_same_place_and_another_is_not()
    {
        Assert.Equal(Around().Babble(2000), Around().Babble(2000));
        Assert.Equal(Around().Room(CancellationToken.None), Around().Room(CancellationToken.None));
        Assert.NotEqual(Around().Babble(2000), Around(stream: 8).Babble(2000));
        Assert.NotEqual(Around().Room(CancellationToken.None), Around(stream: 8).Room(CancellationToken.None));
    }

    [Fact]
    public void A_room_begins_with_its_strongest_sound_and_has_a_power_of_one()
    {
        var room = Around().Room(CancellationToken.None);

        Assert.Equal(room.Max(Math.Abs), Math.Abs(room[0]));
        Assert.Equal(1, Degrader.Power(room) * room.Length, 1e-4);
    }

    private static Surroundings Around(int stream = 7) =>
        new(seed: 1, stream, length: 3 * Sound.SampleRate, noises: null, rooms: null);
}
