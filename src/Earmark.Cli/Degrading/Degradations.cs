namespace Earmark.Cli.Degrading;

/// <summary>All that can happen to a clip.</summary>
internal static class Degradations
{
    /// <summary>Bass up, treble down, a strong compressor: loud music in a shop.</summary>
    private const string EqualizerFilter =
        "volume=-8dB,bass=g=10:f=120:w=0.6,treble=g=-4:f=6000," +
        "acompressor=threshold=0.06:ratio=6:attack=5:release=80:makeup=4";

    // How a phone hears: middle frequencies only.
    private const double MicLowHertz = 200;
    private const double MicHighHertz = 5000;
    private const double MicClippedShare = 0.003;
    private const double MicKilobits = 24;

    /// <summary>In the order they are told to people.</summary>
    public static IReadOnlyList<Degradation> All { get; } =
    [
        new()
        {
            Name = "clean", Description = "cut out as it is",
        },
        Coded(Codec.Mp3, "mp3", "MP3 at this bitrate", 32),
        Coded(Codec.Aac, "aac", "AAC at this bitrate", 32),
        Coded(Codec.Opus, "opus", "Opus at this bitrate", 16),
        Coded(Codec.Gsm, "gsm", "a telephone: 300 to 3400 Hz, GSM full rate", null) with
        {
            ShareAsync = (take, _, _, _) => Task.FromResult(Telephone(take)),
            AdaptAsync = (takes, _, _, ct) => CodeAsync(Codec.Gsm, takes, 13, ct),
        },
        Noisy("babble", "six people who talk", [10, 5, 0, -5, -10], (around, count, _) => around.Babble(count)),
        Noisy("noise", "a part of a recording from --noise", [0, -5, -10], (around, count, ct) =>
            around.Noise(count, ct)) with { NeedsNoises = true },
        Noisy("white", "white noise", [0, -10], (around, count, _) => around.White(count)),
        Noisy("pink", "pink noise", [0, -10], (around, count, _) => around.Pink(count)),
        new()
        {
            Name = "reverb", Description = "played in a room: one of --rooms, or a computed one, 0.3 to 1.1 s",
            ShareAsync = (take, _, around, ct) => Task.FromResult(Reverberate(take, around, ct)),
        },
        new()
        {
            Name = "mic",
            Description = "a phone in a room: reverb, 200 to 5000 Hz, babble in that band, mild clipping, a codec",
            Unit = "dB", LevelMin = -40, LevelMax = 60, Levels = [5, 0, -5], IsSigned = true,
            ShareAsync = (take, _, around, ct) => Task.FromResult(take with
            {
                Samples = around.Once("microphone", take.Samples, () =>
                    Degrader.Band(Reverberate(take, around, ct).Samples, MicLowHertz, MicHighHertz)),
            }),
            AdaptAsync = HearByMicAsync,
        },
        new()
        {
            Name = "telephone", Description = "300 to 3400 Hz",
            ShareAsync = (take, _, _, _) => Task.FromResult(Telephone(take)),
        },
        new()
        {
            Name = "lowpass", Description = "nothing above this frequency", Unit = "Hz",
            LevelMin = 100, LevelMax = 20_000, Levels = [1500],
            ShareAsync = (take, hertz, _, _) =>
                Task.FromResult(take with { Samples = Degrader.Band(take.Samples, 0, hertz) }),
        },
        new()
        {
            Name = "clip", Description = "peaks this far above full scale are cut off", Unit = "dB",
            LevelMin = 0, LevelMax = 60, Levels = [12],
            AdaptAsync = (takes, db, _, _) => Each(takes, take => Clip(take, db)),
        },
        new()
        {
            Name = "volume", Description = "louder or quieter", Unit = "dB",
            LevelMin = -60, LevelMax = 0, Levels = [-30],
            ShareAsync = (take, db, _, _) => Task.FromResult(take.Amplify(Math.Pow(10, db / 20))),
        },
        new()
        {
            Name = "eq", Description = "bass +10 dB, treble −4 dB, compressed 6:1", Filter = "acompressor",
            ShareAsync = async (take, _, _, ct) => take with
            {
                Samples = await FfmpegPipe.FilterAsync(EqualizerFilter, take.Samples, ct)
                    ?? throw new DegradingException("FFmpeg failed at equalizer and compressor"),
            },
        },
        new()
        {
            Name = "speed", Description = "faster and higher together", Unit = "%", LevelMin = -40, LevelMax = 60,
            Levels = [-10, -5, -2, 2, 5, 10], IsSigned = true, Filter = "aresample",
            TimeFactor = Stretcher.Speed, FrequencyFactor = Stretcher.Speed,
            ShareAsync = (take, percent, _, ct) => Stretcher.SpeedAsync(take, Stretcher.Speed(percent), ct),
        },
        new()
        {
            Name = "tempo", Description = "faster at the same pitch", Unit = "%", LevelMin = -40, LevelMax = 60,
            Levels = [-20, -10, -5, 5, 10, 20], IsSigned = true, Filter = "atempo",
            TimeFactor = percent => 1 + (percent / 100),
            ShareAsync = (take, percent, _, ct) => Stretcher.TempoAsync(take, 1 + (percent / 100), ct),
        },
        new()
        {
            Name = "pitch", Description = "higher at the same tempo", Unit = "semitones", LevelMin = -12, LevelMax = 12,
            Levels = [-2, -1, 1, 2], IsSigned = true, Filter = "atempo", FrequencyFactor = Stretcher.Pitch,
            ShareAsync = (take, semitones, _, ct) => Stretcher.PitchAsync(take, Stretcher.Pitch(semitones), ct),
        },
    ];

    private static Degradation Coded(Codec codec, string name, string description, double? kilobits) => new()
    {
        Name = name, Description = description, Encoder = codec.Encoder, Unit = kilobits is null ? null : "kbit/s",
        LevelMin = 6, LevelMax = 320, Levels = [kilobits ?? 0],
        AdaptAsync = (takes, level, _, ct) => CodeAsync(codec, takes, level, ct),
    };

    private static Degradation Noisy(
        string name,
        string description,
        IReadOnlyList<double> levels,
        Func<Surroundings, int, CancellationToken, float[]> noise) => new()
    {
        Name = name, Description = $"{description}, at this ratio of mean powers", Unit = "dB", Levels = levels,
        LevelMin = -40, LevelMax = 60, IsSigned = true,
        AdaptAsync = (takes, db, around, ct) =>
            Each(takes, take => AddNoise(take, noise(around, take.Samples.Length, ct), db)),
    };

    /// <summary>Mixes in a noise as long as the take; the ratio is that of the clip alone.</summary>
    private static Take AddNoise(Take take, float[] noise, double snrDb)
    {
        var gain = Degrader.NoiseGain(take.Clip, noise.AsSpan(take.Start, take.Length), snrDb);
        return take with { Samples = Degrader.Mix(take.Samples, noise, gain) };
    }

    /// <summary>Once for all that is heard in the room.</summary>
    private static Take Reverberate(Take take, Surroundings around, CancellationToken ct) => take with
    {
        Samples = around.Once("reverb", take.Samples, () => Convolution.Apply(take.Samples, around.Room(ct))),
    };

    private static Take Telephone(Take take) =>
        take with { Samples = Degrader.Telephone(new Sound(take.Samples, 1)).Samples };

    /// <summary>Codes each clip alone: who records a clip has nothing from before it.</summary>
    private static async Task<IReadOnlyList<Take>> CodeAsync(
        Codec codec, IReadOnlyList<Take> takes, double kilobits, CancellationToken ct)
    {
        var clips = takes.Select(take => take.Limit(0.95f).ToSound(take.Length)).ToList();
        var coded = await codec.RoundTripAsync(clips, kilobits, ct)
            ?? throw new DegradingException($"FFmpeg failed at {codec.Name}, or its temporary files did not fit");
        return [.. coded.Zip(takes, (sound, take) =>
        {
            var length = Math.Min(take.Length, sound.Length);
            return new Take(sound.Samples[..length], 0, length);
        })];
    }

    private static Take Clip(Take take, double db)
    {
        var loud = take.Peak > 0 ? take.Amplify(Math.Pow(10, db / 20) / take.Peak) : take;
        return loud.Clamp(limit: 1, gain: 1);
    }

    private static async Task<IReadOnlyList<Take>> HearByMicAsync(
        IReadOnlyList<Take> takes, double db, Surroundings around, CancellationToken ct)
    {
        var heard = takes.Select(take =>
        {
            var babble = around.Babble(take.Samples.Length, MicLowHertz, MicHighHertz);
            var noisy = AddNoise(take, babble, db);
            return noisy.Clamp(Math.Max(noisy.Level(1 - MicClippedShare), 1e-6f), gain: 0.8f);
        }).ToList();
        return Codec.FindAny() is { } codec ? await CodeAsync(codec, heard, MicKilobits, ct) : heard;
    }

    private static Task<IReadOnlyList<Take>> Each(IReadOnlyList<Take> takes, Func<Take, Take> change) =>
        Task.FromResult<IReadOnlyList<Take>>([.. takes.Select(change)]);
}
