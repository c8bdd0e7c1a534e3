namespace Earmark.Cli.Degrading;

/// <summary>Noise of a spectrum that has a name.</summary>
internal static class ColoredNoise
{
    /// <summary>As much power in every hertz.</summary>
    public static float[] White(int length, Dice dice)
    {
        var noise = new float[length];
        for (var i = 0; i < length; i++)
        {
            noise[i] = dice.Noise();
        }

        return noise;
    }

    /// <summary>As much power in every octave, within 0.05 dB above 10 Hz.</summary>
    /// <remarks>Source: P. Kellet, "Refined method", music-dsp mailing list, 1999: six one-pole filters.</remarks>
    public static float[] Pink(int length, Dice dice)
    {
        double[] poles = [0.99886, 0.99332, 0.96900, 0.86650, 0.55000, -0.7616];
        double[] gains = [0.0555179, 0.0750759, 0.1538520, 0.3104856, 0.5329522, -0.0168980];
        var states = new double[poles.Length];
        var late = 0.0;
        var noise = new float[length];
        for (var i = 0; i < length; i++)
        {
            var white = dice.Noise();
            var sum = late + (0.5362 * white);
            for (var k = 0; k < poles.Length; k++)
            {
                states[k] = (poles[k] * states[k]) + (gains[k] * white);
                sum += states[k];
            }

            late = 0.115926 * white;
            noise[i] = (float)sum;
        }

        return noise;
    }
}
