using Earmark.Cli.Degrading;

namespace Earmark.Cli.Demo;

/// <summary>Bells, brass, electric pianos: one sine modulates the phase of another.</summary>
/// <remarks>
/// Source: J. Chowning, "The synthesis of complex audio spectra by means of frequency modulation", JAES 21(7), 1973.
/// </remarks>
internal sealed class FmVoice(Dice dice) : Instrument
{
    private readonly double _ratio = dice.Pick([0.5, 1, 1, 2, 3, 1.414, 3.5]);
    private readonly double _index = dice.Between(0.8, 4.5);
    private readonly double _indexDecay = dice.Between(0.1, 0.6);
    private readonly double _decay = dice.Between(0.5, 2.0);
    private readonly double _release = dice.Between(0.05, 0.3);

    /// <inheritdoc/>
    public override int Play(in Note note, double hertz, Span<float> output)
    {
        var extent = Extent(note.Length, _release);
        var samples = output[..extent];
        // High notes get a lower index, which keeps the sidebands below the Nyquist frequency.
        var index = _index * note.Velocity * Math.Min(1, 900 / hertz) / (2 * Math.PI);
        var level = note.Velocity;
        var indexFactor = Math.Exp(-1 / (_indexDecay * Sound.SampleRate));
        var levelFactor = Math.Exp(-1 / (_decay * Sound.SampleRate));
        var carrier = 0.0;
        var modulator = 0.0;
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (float)level * Wave.Sine.At(carrier + (index * Wave.Sine.At(modulator)));
            carrier += hertz / Sound.SampleRate;
            modulator += hertz * _ratio / Sound.SampleRate;
            index *= indexFactor;
            level *= levelFactor;
        }

        Shape(samples, 0.004, _release);
        return extent;
    }
}
