using Earmark.Cli.Degrading;

namespace Earmark.Cli.Demo;

/// <summary>Turns a note into samples.</summary>
internal abstract class Instrument
{
    /// <summary>Most samples that one note may take (6 s).</summary>
    public const int LongestNote = 6 * Sound.SampleRate;

    /// <summary>Overwrites the start of <paramref name="output"/> and returns how many the note takes.</summary>
    /// <param name="output">At least <see cref="LongestNote"/> samples.</param>
    /// <param name="hertz">Fundamental frequency.</param>
    public abstract int Play(in Note note, double hertz, Span<float> output);

    /// <summary>Samples that a note of this length takes with its release, in seconds.</summary>
    protected static int Extent(double length, double release) =>
        Math.Min(LongestNote, (int)((length + release) * Sound.SampleRate));

    /// <summary>Multiplies by a linear attack and a release that ends at zero; times in seconds.</summary>
    protected static void Shape(Span<float> samples, double attack, double release)
    {
        var attackLength = Math.Clamp((int)(attack * Sound.SampleRate), 1, samples.Length);
        var releaseLength = Math.Clamp((int)(release * Sound.SampleRate), 1, samples.Length);
        for (var i = 0; i < attackLength; i++)
        {
            samples[i] *= (float)i / attackLength;
        }

        for (var i = 0; i < releaseLength; i++)
        {
            var left = (float)i / releaseLength;
            samples[samples.Length - 1 - i] *= left * left;
        }
    }
}
