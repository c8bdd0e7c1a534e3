using Earmark.Cli.Degrading;

namespace Earmark.Cli.Demo;

/// <summary>Guitar, harp or plucked bass: a burst of noise runs round a delay line that dulls it.</summary>
/// <remarks>
/// Source: K. Karplus and A. Strong, "Digital synthesis of plucked-string and drum timbres", Computer Music Journal
/// 7(2), 1983; tuned by linear interpolation instead of an all-pass.
/// </remarks>
internal sealed class PluckedString : Instrument
{
    private readonly Dice _dice;
    private readonly double _ring;
    private readonly float _softness;
    private readonly float[] _line = new float[2048];

    /// <summary>A string at random.</summary>
    public PluckedString(Dice dice)
    {
        _dice = dice;
        _ring = dice.Between(0.3, 1.2);
        _softness = (float)dice.Between(0.1, 0.7);
    }

    /// <inheritdoc/>
    public override int Play(in Note note, double hertz, Span<float> output)
    {
        var extent = Extent(note.Length, _ring);
        var samples = output[..extent];
        var period = (Sound.SampleRate / hertz) - 0.5;
        var whole = (int)period;
        var fraction = (float)(period - whole);
        var smooth = 0f;
        for (var i = 0; i < whole + 2; i++)
        {
            smooth += (1 - _softness) * (_dice.Noise() - smooth);
            _line[i] = smooth;
        }

        // A loss that lets every string ring for about the same time, whatever its pitch.
        var loss = (float)Math.Pow(0.001, 1 / (hertz * (note.Length + (2 * _ring))));
        var length = whole + 2;
        var write = 0;
        var previous = 0f;
        for (var i = 0; i < samples.Length; i++)
        {
            var newer = _line[write + 2 < length ? write + 2 : write + 2 - length];
            var older = _line[write + 1 < length ? write + 1 : write + 1 - length];
            var value = newer + (fraction * (older - newer));
            samples[i] = 1.6f * (float)note.Velocity * value;
            _line[write] = loss * 0.5f * (value + previous);
            previous = value;
            write = write + 1 < length ? write + 1 : 0;
        }

        Shape(samples, 0.001, 0.3 * _ring);
        return extent;
    }
}
