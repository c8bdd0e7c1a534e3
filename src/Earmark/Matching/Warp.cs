namespace Earmark.Matching;

/// <summary>How a clip relates to the recording it was taken from.</summary>
/// <param name="Time">Reference seconds per clip second: 1.05 for a clip that plays 5 % fast.</param>
/// <param name="Frequency">
/// Reference frequency over clip frequency: 1/1.05 for the same clip, if its pitch rose too.
/// </param>
public readonly record struct Warp(double Time, double Frequency)
{
    /// <summary>Unchanged speed and pitch.</summary>
    public static Warp Identity { get; } = new(1, 1);
}
