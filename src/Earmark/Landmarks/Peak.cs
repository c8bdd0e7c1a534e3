namespace Earmark.Landmarks;

/// <summary>A point of the constellation: where the spectrogram stands out from everything around it.</summary>
/// <param name="Frame">Frame index from the start of the recording.</param>
/// <param name="Step">
/// Frequency in eighths of a bin (0.49 Hz), so that what is stored is exactly what was found.
/// </param>
/// <param name="Rank">How many peaks per second are more salient nearby; 0 is the most salient of its second.</param>
public readonly record struct Peak(int Frame, ushort Step, byte Rank)
{
    /// <summary>Steps of frequency per bin.</summary>
    public const int StepsPerBin = 8;

    /// <summary>Bits that hold any <see cref="Step"/> of the band.</summary>
    public const int StepBits = 13;
}
