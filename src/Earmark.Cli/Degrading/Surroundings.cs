namespace Earmark.Cli.Degrading;

/// <summary>Where one clip is heard: a room and noises, the same under every condition and at every length.</summary>
/// <remarks>Makes what is asked for once. For one thread.</remarks>
/// <param name="seed">Everything follows from it.</param>
/// <param name="length">Samples of noise to make; where more are asked for, they go round.</param>
internal sealed class Surroundings(int seed, int stream, int length, SoundFolder? noises, SoundFolder? rooms)
{
    /// <summary>The longest response that is used; what follows is far below the music.</summary>
    public const double RoomSecondsMax = 1.4;

    private const int Streams = 8;
    private const int Voices = 6;

    // By name, and what it was made of: arrays are equal where they are the same.
    private readonly Dictionary<(string Name, float[]? Source), float[]> _made = [];

    /// <summary>People who talk.</summary>
    public float[] Babble(int count) => Round(count, MakeBabble());

    /// <summary>The part of them that lies between two frequencies; always the same two.</summary>
    public float[] Babble(int count, double lowHertz, double highHertz) => Round(count, Once(
        "band", MakeBabble(), () => Degrader.Band(MakeBabble(), lowHertz, highHertz)));

    /// <summary>White noise.</summary>
    public float[] White(int count) => Round(count, Make("white", 1, dice => ColoredNoise.White(length, dice)));

    /// <summary>Pink noise.</summary>
    public float[] Pink(int count) => Round(count, Make("pink", 2, dice => ColoredNoise.Pink(length, dice)));

    /// <summary>A part of one of the user's recordings of noise.</summary>
    public float[] Noise(int count, CancellationToken ct) => Round(count, Make("noise", 3, dice =>
        (noises ?? throw new InvalidOperationException("There are no recordings of noise.")).Take(length, dice, ct)));

    /// <summary>The response of the room, the direct sound first, with a sum of squares of 1.</summary>
    public float[] Room(CancellationToken ct) => Make("room", 4, dice => Normalize(
        rooms?.First((int)(4 * Sound.SampleRate), dice, ct)
        ?? Degrader.RoomResponse(dice.Between(0.3, 1.1), dice.Below(int.MaxValue))));

    /// <summary>What is made of some samples in this place, for all that asks for it.</summary>
    /// <param name="source">The same array for the same samples; nobody writes into it.</param>
    public float[] Once(string name, float[]? source, Func<float[]> make)
    {
        if (!_made.TryGetValue((name, source), out var samples))
        {
            samples = make();
            _made[(name, source)] = samples;
        }

        return samples;
    }

    private float[] Make(string name, int offset, Func<Dice, float[]> make) =>
        Once(name, source: null, () => make(new Dice(seed, (stream * Streams) + offset)));

    private float[] MakeBabble() => Make("babble", 0, dice =>
        Degrading.Babble.Speak(length, Voices, dice.Below(int.MaxValue)));

    private static float[] Round(int count, float[] samples)
    {
        var round = new float[count];
        for (var i = 0; i < count; i++)
        {
            round[i] = samples[i % samples.Length];
        }

        return round;
    }

    /// <summary>
    /// Cuts off what comes before the strongest sample, so that the clip is heard when it sounds, and the end.
    /// </summary>
    private static float[] Normalize(float[] response)
    {
        var first = 0;
        for (var i = 0; i < response.Length; i++)
        {
            first = Math.Abs(response[i]) > Math.Abs(response[first]) ? i : first;
        }

        var kept = response[first..Math.Min(response.Length, first + (int)(RoomSecondsMax * Sound.SampleRate))];
        var norm = Math.Sqrt(Degrader.Power(kept) * kept.Length);
        if (norm == 0)
        {
            throw new DegradingException("A recording of a room is silent");
        }

        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = (float)(kept[i] / norm);
        }

        return kept;
    }
}
