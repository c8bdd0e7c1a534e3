namespace Earmark.Cli.Demo;

/// <summary>One period of a waveform, read at any phase.</summary>
internal sealed class Wave
{
    private const int Length = 2048;
    private readonly float[] _period = new float[Length + 1];

    /// <summary>A pure sine.</summary>
    public static Wave Sine { get; } = new([1]);

    /// <summary>The sum of sines at the multiples of the fundamental, scaled to a mean square of a half.</summary>
    /// <param name="partials">Amplitude of each partial, the fundamental first.</param>
    public Wave(ReadOnlySpan<double> partials)
    {
        var power = 0.0;
        foreach (var amplitude in partials)
        {
            power += amplitude * amplitude;
        }

        var scale = 1 / Math.Sqrt(power);
        for (var k = 0; k < partials.Length; k++)
        {
            // Partials in quadratic phase (Schroeder 1970) keep the crest factor low: no buzz, no clipping.
            var phase = Math.PI * k * k / partials.Length;
            for (var i = 0; i <= Length; i++)
            {
                _period[i] += (float)(scale * partials[k] * Math.Sin((2 * Math.PI * (k + 1) * i / Length) + phase));
            }
        }
    }

    /// <summary>The value at a phase in periods, of which only the fraction matters; linear between entries.</summary>
    public float At(double phase)
    {
        var position = (phase - Math.Floor(phase)) * Length;
        var index = (int)position;
        if (index >= Length)
        {
            return _period[0];
        }

        var fraction = (float)(position - index);
        return _period[index] + (fraction * (_period[index + 1] - _period[index]));
    }
}
