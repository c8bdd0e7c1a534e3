using Earmark.Cli.Degrading;

namespace Earmark.Cli.Demo;

/// <summary>Drums: falling sines for the skins, filtered noise for snare wires and cymbals.</summary>
internal sealed class DrumKit(Dice dice) : Instrument
{
    private readonly double _kickHertz = dice.Between(42, 60);
    private readonly double _kickDecay = dice.Between(0.07, 0.16);
    private readonly double _snareHertz = dice.Between(160, 240);
    private readonly double _snareDecay = dice.Between(0.05, 0.12);
    private readonly double _wiresHertz = dice.Between(1500, 3500);
    private readonly double _cymbalHertz = dice.Between(6000, 9500);

    /// <inheritdoc/>
    public override int Play(in Note note, double hertz, Span<float> output)
    {
        var level = note.Velocity;
        switch (note.Part)
        {
            case Part.Kick:
                return Skin(_kickHertz, 2.2, _kickDecay, level, output);
            case Part.Tom:
                return Skin(hertz, 0.6, 0.16, 0.7 * level, output);
            case Part.Snare:
                var skin = Skin(_snareHertz, 0.4, _snareDecay, 0.5 * level, output);
                var wires = output[..Extent(0, 6 * _snareDecay)];
                if (wires.Length > skin)
                {
                    wires[skin..].Clear();
                }

                AddNoise(_wiresHertz, 0.7, _snareDecay, 0.6 * level, wires);
                return Math.Max(skin, wires.Length);
            default:
                var cymbal = output[..Extent(0, 5 * note.Length)];
                cymbal.Clear();
                AddNoise(_cymbalHertz, 0.5, note.Length, 0.5 * level, cymbal);
                return cymbal.Length;
        }
    }

    /// <summary>A sine that falls to <paramref name="hertz"/> from (1 + <paramref name="drop"/>) times that.</summary>
    private static int Skin(double hertz, double drop, double decay, double level, Span<float> output)
    {
        var samples = output[..Extent(0, 6 * decay)];
        var fall = 1.0;
        var fallFactor = Math.Exp(-1 / (0.03 * Sound.SampleRate));
        var levelFactor = Math.Exp(-1 / (decay * Sound.SampleRate));
        var phase = 0.0;
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (float)level * Wave.Sine.At(phase);
            phase += hertz * (1 + (drop * fall)) / Sound.SampleRate;
            fall *= fallFactor;
            level *= levelFactor;
        }

        Shape(samples, 0.001, decay);
        return samples.Length;
    }

    private void AddNoise(double hertz, double damping, double decay, double level, Span<float> samples)
    {
        var filter = new ResonantFilter(hertz, damping);
        var levelFactor = Math.Exp(-1 / (decay * Sound.SampleRate));
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] += (float)level * filter.BandPass(dice.Noise());
            level *= levelFactor;
        }
    }
}
