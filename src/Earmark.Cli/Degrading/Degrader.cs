namespace Earmark.Cli.Degrading;

/// <summary>What happens to music between a loudspeaker and somebody's phone. Mono in, mono out; all seeded.</summary>
internal static class Degrader
{
    private const double TelephoneLowHertz = 300;
    private const double TelephoneHighHertz = 3400;

    /// <summary>Plays <paramref name="sound"/> in a room.</summary>
    /// <param name="reverberation">Seconds until an echo has lost 60 dB.</param>
    public static Sound Room(Sound sound, double reverberation, int seed)
    {
        var response = RoomResponse(reverberation, seed);
        return new Sound(Convolution.Apply(sound.ToMono().Samples, response), 1);
    }

    /// <summary>Adds people who talk, at this ratio of the mean powers of music and voices, in dB.</summary>
    public static Sound Babble(Sound sound, double snrDb, int seed)
    {
        var mono = sound.ToMono().Samples;
        var noise = Degrading.Babble.Speak(mono.Length, voices: 6, seed);
        return new Sound(Mix(mono, noise, NoiseGain(mono, noise, snrDb)), 1);
    }

    /// <summary>Passes 300 to 3400 Hz, fourth-order slopes.</summary>
    public static Sound Telephone(Sound sound) =>
        new(Band(sound.ToMono().Samples, TelephoneLowHertz, TelephoneHighHertz), 1);

    /// <summary>Passes what lies between two frequencies, fourth-order slopes.</summary>
    /// <param name="lowHertz">0 to pass everything below <paramref name="highHertz"/>.</param>
    public static float[] Band(ReadOnlySpan<float> samples, double lowHertz, double highHertz)
    {
        // The dampings of the two stages of a fourth-order Butterworth filter, 2·cos(22.5°) and 2·cos(67.5°).
        double[] dampings = [1.84776, 0.76537];
        var passed = samples.ToArray();
        foreach (var damping in dampings)
        {
            var high = new ResonantFilter(lowHertz, damping);
            var low = new ResonantFilter(highHertz, damping);
            for (var i = 0; i < passed.Length; i++)
            {
                passed[i] = low.LowPass(lowHertz > 0 ? high.HighPass(passed[i]) : passed[i]);
            }
        }

        return passed;
    }

    /// <summary>What to multiply a noise with for this ratio of mean powers, in dB; 0 where it is silent.</summary>
    internal static double NoiseGain(ReadOnlySpan<float> signal, ReadOnlySpan<float> noise, double snrDb)
    {
        var noisePower = Power(noise);
        return noisePower > 0 ? Math.Sqrt(Power(signal) / noisePower / Math.Pow(10, snrDb / 10)) : 0;
    }

    /// <summary>The sum of a signal and as much of a noise of the same length.</summary>
    internal static float[] Mix(ReadOnlySpan<float> signal, ReadOnlySpan<float> noise, double gain)
    {
        var sum = new float[signal.Length];
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] = signal[i] + (float)(gain * noise[i]);
        }

        return sum;
    }

    /// <summary>Mean square.</summary>
    internal static double Power(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return samples.Length > 0 ? sum / samples.Length : 0;
    }

    /// <summary>
    /// The direct sound, eight early reflections and noise that decays exponentially, with as much power as the
    /// direct sound: someone standing a few steps from the loudspeaker.
    /// </summary>
    internal static float[] RoomResponse(double reverberation, int seed)
    {
        var dice = new Dice(seed);
        var response = new float[(int)(reverberation * Sound.SampleRate)];
        var dull = 0f;
        for (var i = 0; i < response.Length; i++)
        {
            dull += 0.4f * (dice.Noise() - dull);
            response[i] = dull * MathF.Pow(10, -3f * i / response.Length);
        }

        var scale = (float)(1 / Math.Sqrt(Power(response) * response.Length));
        for (var i = 0; i < response.Length; i++)
        {
            response[i] *= scale;
        }

        for (var i = 0; i < 8; i++)
        {
            response[(int)(dice.Between(0.004, 0.05) * Sound.SampleRate)] += (float)dice.Between(-0.35, 0.35);
        }

        response[0] = 1;
        return response;
    }
}
