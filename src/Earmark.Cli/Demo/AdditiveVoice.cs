using Earmark.Cli.Degrading;

namespace Earmark.Cli.Demo;

/// <summary>Organ, strings or flute: partials with vibrato that lose their highs as the note goes on.</summary>
internal sealed class AdditiveVoice : Instrument
{
    private const double HighestPartialHertz = 14000;
    private const int PartialMax = 28;

    private readonly double[] _amplitudes = new double[PartialMax];
    private readonly Dictionary<int, (Wave Bright, Wave Dark)> _waves = [];
    private readonly double _attack;
    private readonly double _release;
    private readonly double _vibratoDepth;
    private readonly double _vibratoHertz;
    private readonly double _detune;
    private readonly Dice _dice;

    /// <summary>A timbre at random.</summary>
    /// <param name="attack">Seconds until full level.</param>
    /// <param name="detune">Distance of two copies, as a fraction of the frequency; 0 for a single one.</param>
    public AdditiveVoice(Dice dice, double attack, double detune)
    {
        var slope = dice.Between(0.7, 1.9);
        var evenLevel = dice.Chance(0.3) ? 0.1 : 1;
        for (var k = 0; k < PartialMax; k++)
        {
            _amplitudes[k] = Math.Pow(k + 1, -slope) * dice.Between(0.4, 1) * (k % 2 == 1 ? evenLevel : 1);
        }

        _attack = attack;
        _release = dice.Between(0.08, 0.3);
        _vibratoDepth = dice.Between(0, 0.006);
        _vibratoHertz = dice.Between(4.5, 6.5);
        _detune = detune;
        _dice = dice;
    }

    /// <inheritdoc/>
    public override int Play(in Note note, double hertz, Span<float> output)
    {
        var extent = Extent(note.Length, _release);
        var (bright, dark) = WavesFor(hertz);
        var samples = output[..extent];
        Oscillate(bright, dark, hertz * (1 + (0.5 * _detune)), note.Velocity, samples, isSum: false);
        if (_detune > 0)
        {
            Oscillate(bright, dark, hertz * (1 - (0.5 * _detune)), note.Velocity, samples, isSum: true);
        }

        Shape(samples, _attack, _release);
        return extent;
    }

    private void Oscillate(Wave bright, Wave dark, double hertz, double velocity, Span<float> samples, bool isSum)
    {
        var phase = _dice.Unit();
        var vibratoPhase = _dice.Unit();
        var brightness = (float)velocity;
        var decay = (float)Math.Exp(-1 / (0.8 * Sound.SampleRate));
        for (var i = 0; i < samples.Length; i++)
        {
            var bend = 1 + (_vibratoDepth * Wave.Sine.At(vibratoPhase));
            phase += hertz * bend / Sound.SampleRate;
            vibratoPhase += _vibratoHertz / Sound.SampleRate;
            var low = dark.At(phase);
            var value = low + (brightness * (bright.At(phase) - low));
            samples[i] = (float)velocity * (isSum ? (0.7f * value) + (samples[i] / (float)velocity) : value);
            brightness *= decay;
        }
    }

    /// <summary>The waves with as many partials as fit below <see cref="HighestPartialHertz"/>.</summary>
    private (Wave Bright, Wave Dark) WavesFor(double hertz)
    {
        var count = Math.Clamp((int)(HighestPartialHertz / hertz), 1, PartialMax);
        if (!_waves.TryGetValue(count, out var waves))
        {
            var dark = new double[count];
            for (var k = 0; k < count; k++)
            {
                dark[k] = _amplitudes[k] * Math.Exp(-0.35 * k);
            }

            waves = (new Wave(_amplitudes.AsSpan(0, count)), new Wave(dark));
            _waves.Add(count, waves);
        }

        return waves;
    }
}
