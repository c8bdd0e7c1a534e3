namespace Earmark.Cli.Degrading;

/// <summary>People talking: voices with pitch, syllables and formants, but no words.</summary>
internal static class Babble
{
    // First and second formant of eight vowels, in Hz; Peterson and Barney 1952, means of men and women.
    private static readonly (double First, double Second)[] Vowels =
        [(290, 2500), (410, 2200), (570, 2000), (750, 1880), (790, 1150), (580, 880), (450, 1080), (330, 900)];

    /// <summary>Some voices at once, mono, for <paramref name="length"/> samples.</summary>
    public static float[] Speak(int length, int voices, int seed)
    {
        var sum = new float[length];
        for (var voice = 0; voice < voices; voice++)
        {
            AddVoice(new Dice(seed, voice), sum);
        }

        return sum;
    }

    private static void AddVoice(Dice dice, Span<float> output)
    {
        var middleHertz = dice.Chance(0.5) ? dice.Between(95, 140) : dice.Between(170, 240);
        var size = dice.Between(0.92, 1.1);
        var level = (float)dice.Between(0.5, 1);
        var start = 0;
        while (start < output.Length)
        {
            if (dice.Chance(0.12))
            {
                start += (int)(dice.Between(0.2, 0.7) * Sound.SampleRate);
                continue;
            }

            var length = Math.Min((int)(dice.Between(0.12, 0.32) * Sound.SampleRate), output.Length - start);
            AddSyllable(dice, middleHertz * dice.Between(0.8, 1.25), size, level, output.Slice(start, length));
            start += length;
        }
    }

    /// <summary>A hiss or nothing, then a vowel whose pitch falls, filtered by its formants.</summary>
    private static void AddSyllable(Dice dice, double hertz, double size, float level, Span<float> output)
    {
        var (firstHertz, secondHertz) = dice.Pick(Vowels);
        var first = new ResonantFilter(firstHertz * size, 0.2);
        var second = new ResonantFilter(secondHertz * size, 0.12);
        var third = new ResonantFilter(2900 * size, 0.12);
        var hiss = new ResonantFilter(dice.Between(3000, 6000), 0.7);
        var hissLength = dice.Chance(0.5) ? output.Length / 4 : 0;
        var phase = 0.0;
        for (var i = 0; i < output.Length; i++)
        {
            var through = (double)i / output.Length;
            var envelope = level * (float)Math.Sin(Math.PI * through);
            phase += hertz * (1.1 - (0.2 * through)) / Sound.SampleRate;
            phase -= Math.Floor(phase);
            // A saw has the slope of the glottis's spectrum, near enough; some breath goes with it.
            var source = (float)(1 - (2 * phase)) + (0.1f * dice.Noise());
            var vowel = first.BandPass(source) + (0.6f * second.BandPass(source)) + (0.25f * third.BandPass(source));
            var consonant = i < hissLength ? 0.5f * hiss.BandPass(dice.Noise()) : 0;
            output[i] += envelope * (vowel + consonant);
        }
    }
}
