namespace Earmark.Cli.Degrading;

/// <summary>A two-pole filter that passes a band, or what lies below or above it.</summary>
/// <remarks>
/// Source: A. Simper, "Linear trapezoidal integrated state variable filter", Cytomic, 2011: stable at any frequency
/// below the Nyquist frequency.
/// </remarks>
internal struct ResonantFilter
{
    private readonly float _a1;
    private readonly float _a2;
    private readonly float _a3;
    private readonly float _damping;
    private float _state1;
    private float _state2;

    /// <summary>A filter at rest.</summary>
    /// <param name="hertz">Middle of the band, or the corner.</param>
    /// <param name="damping">1 / Q: the width of the band over its middle; √2 makes a Butterworth corner.</param>
    public ResonantFilter(double hertz, double damping)
    {
        var g = Math.Tan(Math.PI * Math.Min(hertz / Sound.SampleRate, 0.49));
        var scale = 1 / (1 + (g * (g + damping)));
        _a1 = (float)scale;
        _a2 = (float)(g * scale);
        _a3 = (float)(g * g * scale);
        _damping = (float)damping;
    }

    /// <summary>The band, at gain 1 in its middle.</summary>
    public float BandPass(float input)
    {
        Step(input, out var band, out _);
        return _damping * band;
    }

    /// <summary>What lies below the corner.</summary>
    public float LowPass(float input)
    {
        Step(input, out _, out var low);
        return low;
    }

    /// <summary>What lies above the corner.</summary>
    public float HighPass(float input)
    {
        Step(input, out var band, out var low);
        return input - (_damping * band) - low;
    }

    private void Step(float input, out float band, out float low)
    {
        var v3 = input - _state2;
        band = (_a1 * _state1) + (_a2 * v3);
        low = _state2 + (_a2 * _state1) + (_a3 * v3);
        _state1 = (2 * band) - _state1;
        _state2 = (2 * low) - _state2;
    }
}
