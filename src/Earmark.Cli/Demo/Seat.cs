namespace Earmark.Cli.Demo;

/// <summary>An instrument with its place in the mix.</summary>
/// <param name="Level">Gain over both channels.</param>
/// <param name="Pan">−1 is left, 1 is right; the power stays the same on the way.</param>
internal sealed record Seat(Instrument Instrument, double Level, double Pan)
{
    /// <summary>Gain of the left channel.</summary>
    public float Left { get; } = (float)(Level * Math.Sqrt(0.5 * (1 - Pan)));

    /// <summary>Gain of the right channel.</summary>
    public float Right { get; } = (float)(Level * Math.Sqrt(0.5 * (1 + Pan)));
}
